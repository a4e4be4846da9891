import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { install, makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import { pythons } from '../pythons.ts';
import { until, type Stage, type Story } from '../stage.ts';
import { command, focusedRow, takeFix, tooltip, type Workbench } from '../workbench.ts';

/** In Restricted Mode all is shown and judged, nothing is made; trust wakes it up without a reload. */
export const story: Story = {
  name: 'restricted',
  play: async (stage) => {
    const folder = await project(stage);
    const settings = { 'security.workspace.trust.startupPrompt': 'never' };
    const bench = await stage.open(folder, path.join(folder, 'app.py'), { trusted: false, settings });
    await restricted(bench, stage);
    await tooltip(bench, bench.line('import slugify').locator('span', { hasText: 'slugify' }).last(), 'not installed');
    await stage.shot('hover');

    await command(bench, 'VenvLens: Select Interpreter');
    await bench.rows.filter({ hasText: '.venv-old' }).first().waitFor();
    await bench.rows.filter({ hasText: 'Restricted Mode' }).first().waitFor();
    await stage.shot('picker');
    await bench.page.keyboard.type('.venv-old');
    await focusedRow(bench, '.venv-old').click();
    await bench.status('.venv-old (').waitFor();
    await command(bench, 'VenvLens: Select Interpreter');
    await bench.rows.filter({ hasText: 'Use automatic choice' }).first().click();
    await bench.status(/^\.venv \(/).waitFor();

    await takeFix(bench, 'import slugify', 'Install python-slugify');
    const why = bench.toast(/trust/i);
    await why.waitFor();
    await stage.shot('refused');
    assert.equal(await bench.page.locator('.notification-toast').count(), 1, 'it is said once');
    await why.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await trust(bench);
    await works(bench, stage);
  },
};

export async function project(stage: Stage): Promise<string> {
  const { machine } = stage;
  makeWheels(machine, 'humanize 4.13.0', 'python_slugify 8.0.4 slugify');
  const folder = writeProject(machine, 'shop', { 'app.py': 'import humanize\nimport slugify\n', 'requirements.txt': 'humanize\npython-slugify\n' });
  install(machine, makeEnvironment(path.join(folder, '.venv'), pythons()[0], true), 'humanize');
  makeEnvironment(path.join(folder, '.venv-old'), pythons().at(-1));
  return folder;
}

export async function restricted(bench: Workbench, stage: Stage): Promise<void> {
  await bench.status('Restricted Mode').waitFor();
  await bench.status(/^\.venv \(/).waitFor();
  await bench.squiggles.first().waitFor();
  await stage.shot('restricted');
}

export async function trust(bench: Workbench): Promise<void> {
  const editor = bench.page.locator('.workspace-trust-editor');
  await editor.getByRole('button', { name: 'Trust', exact: true }).first().click();
  await bench.status('Restricted Mode').waitFor({ state: 'hidden' });
  // A dialog in new versions, a tab in old ones.
  const modal = bench.page.locator('.monaco-modal-editor-block');
  if (await modal.isVisible()) {
    await modal.locator('.codicon-close').last().click();
    await modal.waitFor({ state: 'hidden' });
  }
}

/** What was refused is done now, in the same window. */
export async function works(bench: Workbench, stage: Stage): Promise<void> {
  await bench.page.locator('.tab', { hasText: 'app.py' }).click();
  await bench.status(/^\.venv \(/).waitFor();
  await bench.squiggles.first().waitFor();
  await takeFix(bench, 'import slugify', 'Install python-slugify');
  await bench.squiggles.first().waitFor({ state: 'detached' });
  const folder = path.join(stage.machine.home, 'shop');
  await until('what could undo it is gone', () => !readdirSync(folder).some((name) => name.startsWith('.venvlens')));
  await stage.shot('trusted');
}
