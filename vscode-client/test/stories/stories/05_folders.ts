import assert from 'node:assert/strict';
import path from 'node:path';
import { makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import { pythons } from '../pythons.ts';
import { squiggleIn, type Story } from '../stage.ts';
import { openFile, tooltip } from '../workbench.ts';

/** The status bar follows the active editor through a workspace of two folders, whatever its language. */
export const story: Story = {
  name: 'folders',
  play: async (stage) => {
    const { machine } = stage;
    makeWheels(machine, 'humanize 4.13.0');
    const [newest, other = newest] = pythons();
    const shop = writeProject(machine, 'work/shop', {
      'shop_app.py': 'import humanize\n', 'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\n',
    });
    const api = writeProject(machine, 'work/api', { 'api_app.py': 'import slugify\n', 'requirements.txt': 'humanize\n', 'notes.md': '# Notes\n' });
    makeEnvironment(path.join(shop, '.venv'), newest);
    makeEnvironment(path.join(api, '.venv-api'), other);
    writeProject(machine, 'work', { 'both.code-workspace': JSON.stringify({ folders: [{ path: 'shop' }, { path: 'api' }] }) });
    const workspace = path.join(machine.home, 'work/both.code-workspace');
    const bench = await stage.open(workspace, path.join(shop, 'shop_app.py'));
    const ofShop = bench.status(`.venv (${newest!.version})`);
    const ofApi = bench.status(`.venv-api (${other!.version})`);
    await ofShop.waitFor();
    await stage.shot('first-folder');
    const lag = await squiggleIn(bench, 'slugify', () => openFile(bench, 'api_app.py'));
    stage.figure('text to squiggle in a running window', lag);
    assert.ok(lag <= 1_000, `${lag} ms from the text to its squiggle`);
    await ofApi.waitFor();
    await stage.shot('second-folder');
    await openFile(bench, 'pyproject.toml');
    await ofShop.waitFor();
    await stage.shot('pyproject');
    await openFile(bench, 'requirements.txt');
    await ofApi.waitFor();
    await openFile(bench, 'notes.md');
    await ofApi.waitFor({ state: 'hidden' });
    await openFile(bench, 'shop_app.py');
    await ofShop.waitFor();
    await tooltip(bench, ofShop, 'Chosen because');
    await stage.shot('tooltip');
    await stage.picture('walkthrough-status', { x: 660, y: 580, width: 620, height: 220 });
  },
};
