import assert from 'node:assert/strict';
import path from 'node:path';
import { makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import { pythons } from '../pythons.ts';
import { until, type Story } from '../stage.ts';
import { command, openTerminal, terminalText, typeInTerminal, type Workbench } from '../workbench.ts';

const PREFIX = 'python -c "import sys; print(sys.prefix)"';
const PREFIX_AGAIN = 'python -c "import sys; print(2, sys.prefix)"';

/** A terminal has the environment; what is installed in it is no longer missed. */
export const story: Story = {
  name: 'terminal',
  play: async (stage) => {
    const { machine } = stage;
    makeWheels(machine, 'humanize 4.13.0');
    const folder = writeProject(machine, 'shop', { 'app.py': 'import humanize\n', 'requirements.txt': 'humanize\n' });
    makeEnvironment(path.join(folder, '.venv'), pythons()[0], true);
    const bench = await stage.open(folder, path.join(folder, 'app.py'));
    await bench.status(/^\.venv \(/).waitFor();
    await bench.squiggles.first().waitFor();
    await openTerminal(bench);
    await says(bench, PREFIX, `${folder}/.venv`);
    await stage.shot('prefix');

    await watch(bench);
    await typeInTerminal(bench, 'pip install humanize');
    await line(bench, 'Successfully installed humanize').waitFor();
    await bench.squiggles.first().waitFor({ state: 'detached' });
    const lag = await bench.page.evaluate(() => {
      const { seen } = globalThis as unknown as { seen: { installed: number; clear: number } };
      return seen.clear - seen.installed;
    });
    stage.figure('squiggle gone after pip', lag);
    assert.ok(lag <= 1_000, `the squiggle went ${lag} ms after pip had finished`);
    // Until pip has ended, the terminal runs Python and no shell.
    await until('the prompt is back', async () => /\$\s*$/.test(await terminalText(bench).innerText()));
    await stage.shot('installed');
    await stage.picture('readme/terminal');
    await stage.picture('walkthrough-terminal', { x: 352, y: 508, width: 760, height: 200 });

    await command(bench, 'VenvLens: Deactivate Environment in This Terminal');
    await terminalText(bench).locator('> div', { hasText: 'unset VIRTUAL_ENV' }).first().waitFor();
    await says(bench, 'echo "<${VIRTUAL_ENV}>"', '<>');
    await command(bench, 'VenvLens: Activate Environment in This Terminal');
    await terminalText(bench).locator('> div', { hasText: 'bin/activate' }).first().waitFor();
    await says(bench, PREFIX_AGAIN, `2 ${folder}/.venv`);
    await stage.shot('activated');
  },
};

/** Type a command and wait until a line says this. */
async function says(bench: Workbench, typed: string, said: string): Promise<void> {
  await bench.page.locator('.terminal-wrapper.active .xterm.focus').waitFor();
  await typeInTerminal(bench, typed);
  await line(bench, said).first().waitFor();
}

function line(bench: Workbench, text: string) {
  const exact = new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
  return terminalText(bench).locator('> div', { hasText: exact });
}

/** In the page: note when pip says that it has finished, and when the last squiggle goes. */
async function watch(bench: Workbench): Promise<void> {
  await bench.page.evaluate(() => {
    const page = globalThis as unknown as {
      document: { querySelector(selector: string): { textContent: string } | null };
      requestAnimationFrame(run: () => void): void;
    };
    const seen: { installed?: number; clear?: number } = {};
    Object.assign(globalThis, { seen });
    const look = (): void => {
      if (page.document.querySelector('.xterm-rows')?.textContent.includes('Successfully installed')) {
        seen.installed ??= performance.now();
      }
      if (page.document.querySelector('.squiggly-error, .squiggly-warning') === null) {
        seen.clear ??= performance.now();
      }
      if (seen.installed === undefined || seen.clear === undefined) {
        page.requestAnimationFrame(look);
      }
    };
    look();
  });
}
