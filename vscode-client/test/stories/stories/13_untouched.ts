import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import { logged, until, type Story } from '../stage.ts';
import { command, openFile, openTerminal, showProblems, terminalText, typeInTerminal } from '../workbench.ts';

/** What code-server itself keeps in a home, and what the terminal's shell does when it ends in time. */
const EDITORS = [/^\.bash_history$/, /^\.local\/share\/code-server(\/|$)/, /^\.config(\/code-server(\/|$)|$)/, /^\.cache(\/|$)/, /^\.local\/share$/];

/** Looking at a project, its list, its reasons and its terminal writes nothing but the extension's own storage. */
export const story: Story = {
  name: 'untouched',
  play: async (stage) => {
    const { machine } = stage;
    makeWheels(machine, 'humanize 4.13.0');
    const folder = writeProject(machine, 'shop', { 'app.py': 'import humanize\nimport json\n', 'requirements.txt': 'humanize\n' });
    makeEnvironment(path.join(folder, '.venv'));
    const extensions = path.join(machine.root, 'extensions');
    cpSync(stage.extensions, extensions, { recursive: true });
    const home = snapshot(machine.home);
    const installed = snapshot(extensions);

    const bench = await stage.open(folder, path.join(folder, 'app.py'), { extensions });
    await bench.squiggles.first().waitFor();
    await bench.status(/^\.venv \(/).waitFor();
    await showProblems(bench);
    await command(bench, 'VenvLens: Select Interpreter');
    await bench.rows.filter({ hasText: '.venv (' }).first().waitFor();
    await bench.page.keyboard.press('Escape');
    await openTerminal(bench);
    await typeInTerminal(bench, 'python -I -c "print(6 * 7)"');
    await terminalText(bench).locator('> div', { hasText: /^42/ }).first().waitFor();
    await command(bench, 'VenvLens: Why This Environment?');
    await bench.page.locator('.tab', { hasText: 'Why This Environment' }).first().waitFor();
    const preview = bench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await preview.getByText('.venv').first().waitFor();
    await stage.shot('reasons');
    await command(bench, 'VenvLens: Restart Server');
    await until('the server starts again', () => logged(stage).split('Server started').length === 3);
    await openFile(bench, 'app.py');
    await bench.status(/^\.venv \(/).waitFor();
    const storage = path.join(stage.server().userData, 'User/globalStorage/venvlens.venvlens');
    await until('the server keeps its compiled files in its storage', () => readdirSync(storage).length > 0);
    await stage.close();

    assert.deepEqual(differences(home, snapshot(machine.home)).filter((name) => !EDITORS.some((own) => own.test(name))), []);
    assert.deepEqual(differences(installed, snapshot(extensions)).filter((name) => !/^extensions\.json$/.test(name)), []);
  },
};

/** Path below the folder to kind and contents; what a link leads to is not looked at. */
function snapshot(folder: string, below = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    const file = path.join(folder, name);
    if (entry.isDirectory()) {
      found.set(name, 'folder');
      snapshot(folder, name).forEach((kind, inside) => found.set(inside, kind));
    } else {
      const hash = (): string => createHash('sha256').update(readFileSync(file)).digest('hex');
      found.set(name, entry.isSymbolicLink() ? readlinkSync(file) : entry.isFile() ? hash() : 'other');
    }
  }
  return found;
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name)).sort();
}
