import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeBrokenEnvironment, makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import { pythons } from '../pythons.ts';
import type { Stage, Story } from '../stage.ts';
import { command, openFile, showProblems } from '../workbench.ts';

const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern', 'high-contrast': 'Default High Contrast' };

/** Status bar, list and Problems in dark, light and high contrast; the colours are the theme's own. */
export const story: Story = {
  name: 'themes',
  play: async (stage) => {
    const { machine } = stage;
    makeWheels(machine, 'humanize 4.13.0');
    const folder = writeProject(machine, 'shop', {
      'app.py': 'import humanize\nimport slugify\n\nprint(humanize.intcomma(slugify))\n', 'requirements.txt': 'humanize\npython-slugify\n',
      'bare/requirements.txt': '', 'bare/bare_app.py': 'import humanize\n',
      'broken/requirements.txt': '', 'broken/broken_app.py': 'import humanize\n',
    });
    makeEnvironment(path.join(folder, '.venv'));
    makeEnvironment(path.join(folder, '.venv-old'), pythons().at(-1));
    makeBrokenEnvironment(machine, path.join(folder, 'broken/.venv'));
    const bench = await stage.open(folder, path.join(folder, 'app.py'), { settings: { 'workbench.colorTheme': THEMES.dark } });
    await bench.squiggles.nth(1).waitFor();
    await showProblems(bench);
    for (const [name, theme] of Object.entries(THEMES)) {
      await wear(stage, theme);
      await bench.page.locator(`.monaco-workbench.${name === 'high-contrast' ? 'hc-black' : name === 'dark' ? 'vs-dark' : 'vs'}`).waitFor();
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

async function wear(stage: Stage, theme: string): Promise<void> {
  const file = path.join(stage.server().userData, 'User/settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...settings, 'workbench.colorTheme': theme }, null, 2));
}
