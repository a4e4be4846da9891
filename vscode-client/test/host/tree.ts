/** Projects with real environments, for the tests to open. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** A real Python of this machine, which has to be there. */
export function python(version: string): string {
  const root = process.env['PYENV_ROOT'] ?? path.join(process.env['HOME'] ?? '/', '.pyenv');
  const found = path.join(root, 'versions', version, 'bin/python');
  if (!fs.existsSync(found)) throw new Error(`the tests need Python ${version} as ${found}`);
  return found;
}

export function makeEnvironment(prefix: string, version = '3.13.0'): string {
  execFileSync(python(version), ['-I', '-m', 'venv', '--without-pip', prefix]);
  return prefix;
}

/** What an installation of a distribution with one module leaves behind. */
export function putDistribution(prefix: string, name: string): void {
  const lib = path.join(prefix, 'lib');
  const [version] = fs.readdirSync(lib);
  const site = path.join(lib, version ?? '', 'site-packages');
  const info = path.join(site, `${name}-1.0.dist-info`);
  fs.mkdirSync(info);
  fs.writeFileSync(path.join(site, `${name}.py`), '');
  fs.writeFileSync(path.join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  fs.writeFileSync(path.join(info, 'RECORD'), `${name}.py,,\n${name}-1.0.dist-info/METADATA,,\n`);
}

/** An environment whose Python is gone. */
export function breakEnvironment(prefix: string): void {
  for (const name of fs.readdirSync(path.join(prefix, 'bin'))) {
    if (name.startsWith('python')) fs.rmSync(path.join(prefix, 'bin', name));
  }
  fs.symlinkSync('/nowhere/bin/python3.13', path.join(prefix, 'bin', 'python'));
  const settings = path.join(prefix, 'pyvenv.cfg');
  fs.writeFileSync(settings, fs.readFileSync(settings, 'utf8').replace(/^home = .*$/m, 'home = /nowhere/bin'));
}

export function write(file: string, text: string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

const NOTEBOOK = {
  cells: [
    { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['import os\n'] },
    { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['import absent_thing\n'] },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

/** Makes the folders of a workspace below `root`; returns the workspace's file. */
export function makeWorkspace(root: string): string {
  const at = (...parts: readonly string[]) => path.join(root, ...parts);
  write(at('shop', 'app.py'), 'import os\nimport absent_thing\nimport kept\n');
  write(at('shop', 'notes.ipynb'), JSON.stringify(NOTEBOOK));
  write(at('shop', 'words.txt'), 'no Python\n');
  putDistribution(makeEnvironment(at('shop', '.venv')), 'kept');
  write(at('other', 'app.py'), 'import absent_thing\n');
  makeEnvironment(at('other', '.venv'), '3.12.1');
  makeEnvironment(at('other', 'second'), '3.11.7');
  write(at('bare', 'app.py'), 'import absent_thing\n');
  write(at('ruin', 'app.py'), 'import absent_thing\n');
  breakEnvironment(makeEnvironment(at('ruin', '.venv')));
  const folders = ['shop', 'other', 'bare', 'ruin'].map((name) => ({ path: name }));
  return write(at('test.code-workspace'), JSON.stringify({ folders, settings: {} }));
}
