import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import path from 'node:path';
import { giveUv, install, makeBrokenEnvironment, makeWheels, writeProject } from '../machine.ts';
import type { Story } from '../stage.ts';
import { noProblems, quickFixes, showProblems, takeFix, tooltip } from '../workbench.ts';

/** An environment whose Python is gone, mended by one quick fix; broken once more, mended from the status bar. */
export const story: Story = {
  name: 'broken',
  play: async (stage) => {
    const { machine } = stage;
    giveUv(machine);
    makeWheels(machine, 'humanize 4.13.0');
    const folder = writeProject(machine, 'shop', { 'app.py': 'import humanize\n', 'requirements.txt': 'humanize\n' });
    const prefix = path.join(folder, '.venv');
    install(machine, makeBrokenEnvironment(machine, prefix), 'humanize');
    const bench = await stage.open(folder, path.join(folder, 'app.py'));
    const broken = bench.status('.venv is broken');
    await broken.waitFor();
    await bench.squiggles.first().waitFor();
    await showProblems(bench);
    const offered = await quickFixes(bench, 'import humanize');
    await stage.shot('quick-fix');
    await bench.page.keyboard.press('Escape');
    assert.match(offered[0] ?? '', /^Recreate \.venv/);
    await takeFix(bench, 'import humanize', 'Recreate .venv');
    await bench.status(/^\.venv \(/).waitFor();
    await noProblems(bench);
    await stage.shot('mended');

    renameSync(prefix, path.join(machine.root, 'first'));
    install(machine, makeBrokenEnvironment(machine, prefix), 'humanize');
    await broken.waitFor();
    const shown = await tooltip(bench, broken, 'Repair');
    await stage.shot('tooltip');
    await shown.locator('a', { hasText: 'Repair' }).first().click();
    await bench.status(/^\.venv \(/).waitFor();
    await noProblems(bench);
    await stage.shot('mended-again');
  },
};
