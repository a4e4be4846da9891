import { makeWheels, writeProject } from '../machine.ts';
import { firstSquiggle, type Story } from '../stage.ts';

export const story: Story = {
  name: 'newcomer',
  play: async (stage) => {
    makeWheels(stage.machine, 'humanize 4.13.0');
    const folder = writeProject(stage.machine, 'shop', { 'app.py': 'import humanize\n', 'requirements.txt': 'humanize\n' });
    const bench = await stage.open(folder, `${folder}/app.py`);
    stage.figure('first squiggle', await firstSquiggle(bench));
    await stage.shot('squiggle');
  },
};
