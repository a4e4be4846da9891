import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { ROOT } from '../support.ts';

const HOME = process.env['HOST_ROOT'] ?? '/nowhere';
const USER_DATA = path.join(path.dirname(HOME), 'user-data');

/** Files below a folder, without what is in environments and in the folders that are named. */
function files(folder: string, without: RegExp): readonly string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (without.test(place) || fs.existsSync(path.join(place, 'pyvenv.cfg'))) return [];
    return entry.isDirectory() ? files(place, without) : [path.relative(HOME, place)];
  });
}

/** The last of all: what the suites before it made the client do has left nothing behind. */
describe('afterwards', () => {
  it('no settings of the user’s are written', () => {
    for (const place of ['User', 'Machine']) {
      const told = JSON.parse(fs.readFileSync(path.join(USER_DATA, place, 'settings.json'), 'utf8'));
      const strange = Object.keys(told).filter((name) => /^(venvlens|python|terminal\.integrated\.env)/.test(name));
      assert.deepEqual(strange, [], place);
    }
    const workspace = JSON.parse(fs.readFileSync(path.join(ROOT, 'test.code-workspace'), 'utf8'));
    assert.deepEqual(workspace.settings ?? {}, {});
  });

  it('projects have the files that they had', () => {
    const ours = /\/(activated|deactivated)\.txt$/;
    assert.deepEqual(files(ROOT, ours).map((file) => file.replace(/^[^/]+\//, '')).sort(), [
      'bare/app.py', 'other/app.py', 'ruin/app.py', 'shop/app.py', 'shop/notes.ipynb', 'shop/words.txt',
      'test.code-workspace',
    ]);
  });

  it('the home has nothing more than the choices that were made', () => {
    // What the test made, and what VS Code and the shells of its terminals keep.
    const others = /home\/(\.pyenv|opt|alone|\.bash\w+|\.cache\/Microsoft|\.local\/bin|\.local\/share\/code-server)$/;
    assert.deepEqual(files(HOME, others).filter((file) => file !== '.local/share/venvlens/choices.json'), []);
  });
});
