import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { serveIndex } from '../index.ts';
import { makeWheels, writeProject } from '../machine.ts';
import { until, type Story } from '../stage.ts';
import { command, noProblems, showProblems, type Workbench } from '../workbench.ts';

/** Creating step by step, cancelled while the index does not answer; then in one step. */
export const story: Story = {
  name: 'creating',
  play: async (stage) => {
    const { machine } = stage;
    makeWheels(machine, 'humanize 4.13.0');
    const folder = writeProject(machine, 'shop', { 'app.py': 'import humanize\n', 'requirements.txt': 'humanize\n' });
    const before = readdirSync(folder);
    const index = await serveIndex(machine.wheels);
    try {
      index.stall(true);
      const environ = { PIP_NO_INDEX: '', PIP_FIND_LINKS: '', PIP_INDEX_URL: index.url };
      const bench = await stage.open(folder, path.join(folder, 'app.py'), { environ });
      await bench.status('No environment').waitFor();
      await showProblems(bench);
      await custom(bench, stage);
      const progress = bench.toast('Create .venv');
      await progress.waitFor();
      await until('pip waits for the index', () => index.waiting() > 0);
      await stage.shot('progress');
      await progress.getByRole('button', { name: 'Cancel' }).click();
      await progress.waitFor({ state: 'detached' });
      await until('nothing is left', () => readdirSync(folder).join() === before.join());
      await bench.status('No environment').waitFor();
      await stage.shot('cancelled');

      index.stall(false);
      await command(bench, 'VenvLens: Create Environment…');
      await bench.rows.filter({ hasText: 'Quick Create' }).first().waitFor();
      await bench.page.keyboard.press('Enter');
      await noProblems(bench);
      await bench.status(/^\.venv \(/).waitFor();
      await stage.shot('created');
      assert.ok(existsSync(path.join(folder, '.venv/bin/python')));
    } finally {
      index.close();
    }
  },
};

async function custom(bench: Workbench, stage: Parameters<Story['play']>[0]): Promise<void> {
  await command(bench, 'VenvLens: Create Environment…');
  await bench.rows.filter({ hasText: 'Custom' }).first().waitFor();
  await stage.shot('ways');
  await stage.picture('readme/create');
  await bench.rows.filter({ hasText: 'Custom' }).first().click();
  await step(bench, 'what makes the environment');
  await bench.rows.filter({ hasText: 'venv' }).last().waitFor();
  await stage.shot('kind');
  await bench.page.keyboard.press('Enter');
  await step(bench, 'its Python');
  await stage.shot('python');
  await bench.page.keyboard.press('Enter');
  await bench.quickInput.getByText('Name of its folder').waitFor();
  await stage.shot('name');
  await bench.page.keyboard.press('Enter');
  await step(bench, 'what to install');
  await stage.shot('contents');
  await bench.page.keyboard.press('Enter');
}

async function step(bench: Workbench, asked: string): Promise<void> {
  await bench.quickInput.locator(`input[placeholder*="${asked}"]`).waitFor();
  await bench.rows.first().waitFor();
}
