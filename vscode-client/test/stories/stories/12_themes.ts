import path from 'node:path';
import { makeBrokenEnvironment, makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import { pythons } from '../pythons.ts';
import type { Story } from '../stage.ts';
import { command, focusedRow, openFile, showProblems } from '../workbench.ts';

const THEMES = [
  { name: 'dark', theme: 'Dark Modern', mark: 'vs-dark' },
  { name: 'light', theme: 'Light Modern', mark: 'vs' },
  { name: 'high-contrast', theme: 'Dark High Contrast', mark: 'hc-black' },
];

/** Status bar, list and Problems in dark, light and high contrast; the colours are the theme's own. */
export const story: Story = {
  name: 'themes',
  play: async (stage) => {
    const { machine } = stage;
    makeWheels(machine, 'humanize 4.13.0');
    const folder = writeProject(machine, 'shop', {
      'app.py': 'import humanize\nimport slugify\n\nprint(humanize.intcomma(slugify))\n', 'requirements.txt': 'humanize\npython-slugify\n',
      'broken/requirements.txt': '', 'broken/broken_app.py': 'import humanize\n',
    });
    makeEnvironment(path.join(folder, '.venv'));
    makeEnvironment(path.join(folder, '.venv-old'), pythons().at(-1));
    makeBrokenEnvironment(machine, path.join(folder, 'broken/.venv'));
    const bench = await stage.open(folder, path.join(folder, 'app.py'));
    await bench.squiggles.nth(1).waitFor();
    await showProblems(bench);
    for (const { name, theme, mark } of THEMES) {
      await command(bench, 'Preferences: Color Theme');
      await bench.page.keyboard.type(theme);
      await focusedRow(bench, theme).waitFor();
      await bench.page.keyboard.press('Enter');
      await bench.page.locator(`.monaco-workbench.${mark}`).waitFor();
      await openFile(bench, 'app.py');
      await bench.status(/^\.venv \(/).waitFor();
      await stage.shot(`${name}-problems`);
      await command(bench, 'VenvLens: Select Interpreter');
      await bench.rows.filter({ hasText: '.venv-old' }).first().waitFor();
      await stage.shot(`${name}-picker`);
      await bench.page.keyboard.press('Escape');
      await openFile(bench, 'broken_app.py');
      await bench.status('.venv is broken').waitFor();
      await stage.shot(`${name}-broken`);
    }
  },
};
