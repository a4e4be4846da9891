import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { installExtension } from '../code_server.ts';
import { makeWheels, writeProject } from '../machine.ts';
import { activation, firstSquiggle, type Story } from '../stage.ts';
import { noProblems, showProblems } from '../workbench.ts';

const MOST_CLICKS = 3;

/** A person's first minutes: install, open a project that has no environment, and get rid of its problems. */
export const story: Story = {
  name: 'newcomer',
  play: async (stage) => {
    makeWheels(stage.machine, 'humanize 4.13.0', 'python_slugify 8.0.4 slugify');
    const folder = writeProject(stage.machine, 'shop', {
      'app.py': 'import json\n\nimport humanize\nfrom slugify import slugify\n\n\n'
        + 'def label(price):\n    return slugify(humanize.intcomma(price)) + json.dumps(price)\n',
      'requirements.txt': 'humanize\npython-slugify\n',
    });
    let began = performance.now();
    const step = (name: string): void => {
      stage.figure(name, performance.now() - began);
      began = performance.now();
    };
    const extensions = path.join(stage.machine.root, 'extensions');
    installExtension(stage.editors, stage.version, stage.vsix, extensions, path.join(stage.machine.root, 'install'));
    step('install');
    const bench = await stage.open(folder, path.join(folder, 'app.py'), { extensions });
    step('open');
    stage.figure('text to squiggle', await firstSquiggle(bench));
    await bench.status('No environment').waitFor();
    step('squiggle and status');
    await stage.shot('squiggle');
    await showProblems(bench);
    await bench.page.locator('.markers-panel .monaco-list-row', { hasText: 'no virtual environment' }).first().waitFor();
    await stage.shot('problems');

    let clicks = 0;
    const click = async (what: Locator): Promise<void> => {
      clicks += 1;
      await what.click();
    };
    began = performance.now();
    await click(bench.status('No environment'));
    await bench.rows.filter({ hasText: 'Create Environment…' }).first().waitFor();
    step('picker');
    await stage.shot('picker');
    await click(bench.rows.filter({ hasText: 'Create Environment…' }).first());
    const quick = bench.rows.filter({ hasText: 'Quick Create' }).first();
    await quick.waitFor();
    await stage.shot('create');
    await click(quick);
    await bench.toast('Create .venv').waitFor();
    await stage.shot('progress');
    await noProblems(bench);
    step('no problems');
    await bench.status(/^\.venv \(3\.\d+\.\d+\)/).waitFor();
    await stage.shot('no-problems');
    if (clicks > MOST_CLICKS || !existsSync(path.join(folder, '.venv/pyvenv.cfg'))) {
      throw new Error(`${clicks} clicks`);
    }
    stage.figure('clicks', clicks, '');
    stage.figure('activation', activation(stage));
  },
};
