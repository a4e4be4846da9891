import path from 'node:path';
import type { Story } from '../stage.ts';
import { command } from '../workbench.ts';
import { project, restricted, trust, works } from './08_restricted.ts';

/** The same where VS Code asks at the start, and the answer is no. */
export const story: Story = {
  name: 'restricted-asked',
  play: async (stage) => {
    const folder = await project(stage);
    const settings = { 'security.workspace.trust.startupPrompt': 'always' };
    const bench = await stage.open(folder, path.join(folder, 'app.py'), { trusted: false, settings });
    await bench.dialog.waitFor();
    await stage.shot('asked');
    await bench.dialog.getByRole('button', { name: /No, I don/ }).click();
    await restricted(bench, stage);
    await command(bench, 'VenvLens: Create Environment…');
    const why = bench.toast(/Restricted Mode/);
    await why.waitFor();
    await stage.shot('create-is-off');
    await why.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await trust(bench);
    await works(bench, stage);
  },
};
