import path from 'node:path';
import { makeEnvironment, makeWheels, writeProject } from '../machine.ts';
import type { Story } from '../stage.ts';
import { openFile } from '../workbench.ts';

const cell = (...source: readonly string[]) =>
  ({ cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: source.map((line) => `${line}\n`) });

/** A notebook is judged cell by cell; a line of magic above an import is no Python and no hindrance. */
export const story: Story = {
  name: 'notebook',
  play: async (stage) => {
    const { machine } = stage;
    makeWheels(machine, 'humanize 4.13.0');
    const notebook = {
      cells: [cell('%pip install humanize', 'import humanize', 'import json'), cell('import slugify')],
      metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5,
    };
    const folder = writeProject(machine, 'study', { 'study.ipynb': JSON.stringify(notebook), 'requirements.txt': 'humanize\n' });
    makeEnvironment(path.join(folder, '.venv'));
    const bench = await stage.open(folder);
    await openFile(bench, 'study.ipynb');
    const squiggles = bench.page.locator('.notebookOverlay .squiggly-error');
    await squiggles.first().waitFor();
    await squiggles.nth(1).waitFor();
    await bench.status(/^\.venv \(/).waitFor();
    await stage.shot('cells');
  },
};
