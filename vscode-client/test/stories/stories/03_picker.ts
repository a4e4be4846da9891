import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { install, makeBrokenEnvironment, makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import { pythons } from '../pythons.ts';
import { until, type Story } from '../stage.ts';
import { commandByKeyboard, focusedRow, type Workbench } from '../workbench.ts';

/** The list of interpreters, by the keyboard alone and by the mouse. */
export const story: Story = {
  name: 'picker',
  play: async (stage) => {
    const { machine } = stage;
    const oldest = pythons().at(-1)!;
    makeWheels(machine, 'humanize 4.13.0');
    const folder = writeProject(machine, 'shop', { 'app.py': 'import humanize\n', 'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\n' });
    install(machine, makeEnvironment(path.join(folder, '.venv')), 'humanize');
    makeEnvironment(path.join(folder, '.venv-old'), oldest);
    makeBrokenEnvironment(machine, path.join(folder, '.venv-broken'));
    makeEnvironment(path.join(machine.home, 'elsewhere/tools'));
    const bench = await stage.open(folder, path.join(folder, 'app.py'));
    await bench.status(/^\.venv \(/).waitFor();

    await openByKeyboard(bench);
    await row(bench, '.venv-old').waitFor();
    await stage.shot('list');
    await stage.picture('readme/picker');
    await stage.picture('walkthrough-picker', { x: 330, y: 24, width: 620, height: 420 });
    await bench.page.keyboard.type('.venv-old');
    await focusedRow(bench, '.venv-old').waitFor();
    await bench.page.keyboard.press('Enter');
    await bench.status(`.venv-old (${oldest.version})`).waitFor();
    await bench.squiggles.first().waitFor();
    await stage.shot('chosen-by-keyboard');
    await openByMouse(bench);
    await row(bench, 'Use automatic choice').click();
    await bench.status(/^\.venv \(/).waitFor();

    await openByMouse(bench);
    await row(bench, '.venv-old').hover();
    await row(bench, '.venv-old').getByRole('button', { name: 'Copy Path' }).click();
    const copied = await until('a path in the clipboard', () => bench.page.evaluate('navigator.clipboard.readText()'));
    assert.match(String(copied), /\.venv-old/);
    await row(bench, '.venv-old').hover();
    await stage.shot('row-buttons');
    await row(bench, '.venv-old').getByRole('button', { name: 'Delete' }).click();
    await bench.dialog.waitFor();
    await stage.shot('delete');
    assert.ok(existsSync(path.join(folder, '.venv-old')), 'nothing is deleted before the answer');
    await bench.dialog.getByRole('button', { name: 'Delete' }).click();
    await until('the folder is gone', () => !existsSync(path.join(folder, '.venv-old')));
    await row(bench, 'Create Environment…').waitFor(); // It opens again, without what is gone.
    await leave(bench);

    await openByMouse(bench);
    await row(bench, 'Enter interpreter path').click();
    await bench.quickInput.locator('.quick-input-title', { hasText: 'Enter Interpreter Path' }).waitFor();
    await bench.quickText.fill(path.join(machine.home, 'nowhere'));
    await bench.page.keyboard.press('Enter');
    await bench.quickInput.locator('.quick-input-message', { hasText: 'nowhere' }).waitFor();
    await stage.shot('wrong-path');
    await bench.quickText.fill('~/elsewhere/tools/bin/python');
    await bench.page.keyboard.press('Enter');
    await bench.status(/tools \(3/).waitFor();
    await stage.shot('entered');

    await openByMouse(bench);
    await row(bench, 'Browse').click();
    await row(bench, 'pyproject.toml').waitFor();
    await bench.rows.getByText('.venv', { exact: true }).first().click();
    await row(bench, 'pyvenv.cfg').waitFor();
    await bench.quickInput.getByRole('button', { name: 'Select' }).click();
    await bench.status(/^\.venv \(/).waitFor();
  },
};

async function openByKeyboard(bench: Workbench): Promise<void> {
  await commandByKeyboard(bench, 'VenvLens: Select Interpreter');
  await row(bench, 'Create Environment…').waitFor();
}

async function openByMouse(bench: Workbench): Promise<void> {
  await bench.status(/\(3\.\d+\.\d+\)/).click();
  await row(bench, 'Create Environment…').waitFor();
}

async function leave(bench: Workbench): Promise<void> {
  await bench.page.keyboard.press('Escape');
  await bench.quickInput.waitFor({ state: 'hidden' });
}

function row(bench: Workbench, text: string) {
  return bench.rows.filter({ hasText: text }).first();
}
