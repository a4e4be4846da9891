import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { giveUv, install, makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import type { Story } from '../stage.ts';
import { noProblems, openFile, quickFixes, showProblems, takeFix } from '../workbench.ts';

/** Every kind of quick fix, until nothing is left to mend. */
export const story: Story = {
  name: 'quick-fixes',
  play: async (stage) => {
    const { machine } = stage;
    giveUv(machine);
    makeWheels(machine, 'humanize 4.13.0', 'python_slugify 8.0.4 slugify', 'requests 2.32.3', 'house_tools');
    const folder = writeProject(machine, 'shop', {
      'requirements.txt': 'requests\n',
      'pyproject.toml': '[tool.ruff]\nline-length = 100\n',
      'app.py': 'import humanize\nimport reqeusts\nimport slugify\nimport label_printer\nimport warehouse_client\n',
      'web/pyproject.toml': '',
      'web/site.py': 'import house_tools\n',
    });
    install(machine, makeEnvironment(path.join(folder, 'api/.venv')), 'house_tools');
    const bench = await stage.open(folder, path.join(folder, 'app.py'));
    await bench.squiggles.first().waitFor();
    await showProblems(bench);

    const offered = await quickFixes(bench, 'import humanize');
    await stage.shot('create');
    await bench.page.keyboard.press('Escape');
    assert.match(offered[0] ?? '', /^Create \.venv here and install requirements\.txt/);
    await takeFix(bench, 'import humanize', 'Create .venv here (Python');
    await bench.status(/^\.venv/).waitFor();
    await problem(bench, '`humanize` is not installed in .venv').waitFor();

    await quickFixes(bench, 'import humanize');
    await stage.shot('install');
    await stage.picture('readme/problems');
    await stage.picture('walkthrough-fix', { x: 352, y: 64, width: 620, height: 170 });
    await bench.page.keyboard.press('Escape');
    await takeFix(bench, 'import humanize', 'Install humanize');
    await problem(bench, '`humanize`').waitFor({ state: 'detached' });

    await takeFix(bench, 'import reqeusts', 'Change `reqeusts` to `requests`');
    await bench.line('import requests').waitFor();
    await takeFix(bench, 'import requests', 'Install what this file lacks: requests, python-slugify');
    await problem(bench, '`slugify`').waitFor({ state: 'detached' });

    await takeFix(bench, 'import label_printer', 'No known distribution provides `label_printer`: ignore it in this line');
    await problem(bench, '`label_printer`').waitFor({ state: 'detached' });
    await takeFix(bench, 'import warehouse_client', 'No known distribution provides `warehouse_client`: ignore it in this project');
    await problem(bench, '`warehouse_client`').waitFor({ state: 'detached' });
    await stage.shot('ignored');
    await openFile(bench, 'site.py');
    await takeFix(bench, 'import house_tools', 'Use the environment ../api/.venv');
    await noProblems(bench);
    await stage.shot('no-problems');
    await bench.page.keyboard.press('Control+k');
    await bench.page.keyboard.press('s');
    await bench.page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
    assert.match(readFileSync(path.join(folder, 'app.py'), 'utf8'), /import label_printer {2}# venvlens: ignore/);
  },
};

function problem(bench: Parameters<typeof showProblems>[0], text: string) {
  return bench.page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
}
