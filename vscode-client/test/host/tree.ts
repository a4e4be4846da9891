/** Projects with real environments, for the tests to open. */
import fs from 'node:fs';
import path from 'node:path';

import { makeBrokenEnvironment, makeEnvironment, sitePackages, type Machine } from '../stories/machine.ts';
import { pythons, type Python } from '../stories/pythons.ts';

/** Two real Pythons of different series. */
export const NEW = (): Python => pythons()[0]!;
export const OLD = (): Python => pythons()[1] ?? pythons()[0]!;

/** What an installation of a distribution with one module leaves behind. */
export function putDistribution(prefix: string, name: string): void {
  const site = sitePackages(prefix);
  const info = path.join(site, `${name}-1.0.dist-info`);
  fs.mkdirSync(info);
  fs.writeFileSync(path.join(site, `${name}.py`), '');
  fs.writeFileSync(path.join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  fs.writeFileSync(path.join(info, 'RECORD'), `${name}.py,,\n${name}-1.0.dist-info/METADATA,,\n`);
}

export function write(file: string, text: string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

const cell = (source: string) => ({ cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source });
const NOTEBOOK = {
  cells: [cell('import os\n'), cell('import absent_thing\n')],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

/** Makes the folders of a workspace below `root`; returns the workspace's file. */
export function makeWorkspace(machine: Machine, root: string): string {
  const at = (...parts: readonly string[]) => path.join(root, ...parts);
  write(at('shop', 'app.py'), 'import os\nimport absent_thing\nimport kept\n');
  write(at('shop', 'notes.ipynb'), JSON.stringify(NOTEBOOK));
  write(at('shop', 'words.txt'), 'no Python\n');
  putDistribution(makeEnvironment(at('shop', '.venv'), NEW()), 'kept');
  write(at('other', 'app.py'), 'import absent_thing\n');
  makeEnvironment(at('other', '.venv'), OLD());
  makeEnvironment(at('other', 'second'), NEW());
  write(at('bare', 'app.py'), 'import absent_thing\n');
  write(at('ruin', 'app.py'), 'import absent_thing\n');
  makeBrokenEnvironment(machine, at('ruin', '.venv'), NEW());
  const folders = ['shop', 'other', 'bare', 'ruin'].map((name) => ({ path: name }));
  return write(at('test.code-workspace'), JSON.stringify({ folders, settings: {} }));
}

