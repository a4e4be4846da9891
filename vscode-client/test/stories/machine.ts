import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythons, type Python } from './pythons.ts';

/** A home, a PATH and wheels below one temporary folder: nothing of who runs the stories. */
export interface Machine {
  readonly root: string;
  readonly home: string;
  /** Folder of programs in the home; first on PATH. */
  readonly bin: string;
  readonly wheels: string;
  readonly environ: Readonly<Record<string, string>>;
}

const REPOSITORY = path.resolve(import.meta.dirname, '../../..');
/** Programs of this machine that would make a story another one. */
const NOT_HERE = /^(python|pypy|pip|py3|uv|virtualenv|conda|mamba|pixi|poetry|pdm|hatch|pipenv|pyenv|asdf|mise|rye)/;

export function makeMachine(root: string, home = path.join(root, 'home')): Machine {
  const bin = path.join(home, '.local/bin');
  const programs = path.join(root, 'programs');
  const temporary = path.join(root, 'tmp');
  const wheels = path.join(home, 'wheels');
  for (const folder of [bin, programs, temporary, wheels]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const name of readdirSync('/usr/bin').filter((one) => !NOT_HERE.test(one))) {
    symlinkSync(path.join('/usr/bin', name), path.join(programs, name));
  }
  linkPythons(home, bin);
  writeFileSync(path.join(home, '.bashrc'), "PS1='\\w $ '\n");
  const environ = {
    HOME: home,
    PATH: `${bin}:${programs}`,
    SHELL: path.join(programs, 'bash'),
    TMPDIR: temporary,
    LC_ALL: 'C.UTF-8',
    PIP_CONFIG_FILE: '/dev/null',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: wheels,
    UV_OFFLINE: '1',
    UV_FIND_LINKS: wheels,
    UV_NO_CONFIG: '1',
  };
  return { root, home, bin, wheels, environ };
}

/** The newest is `python3`; those of pyenv stand where pyenv keeps them. */
function linkPythons(home: string, bin: string): void {
  const [newest] = pythons();
  symlinkSync(newest!.executable, path.join(bin, 'python3'));
  mkdirSync(path.join(home, '.pyenv/versions'), { recursive: true });
  for (const python of pythons()) {
    if (python.prefix.endsWith(`/versions/${python.version}`)) {
      symlinkSync(python.prefix, path.join(home, '.pyenv/versions', python.version));
    }
  }
}

/** Put the real uv on PATH if this machine has it; stories work without it too, only slower. */
export function giveUv(machine: Machine): void {
  const folders = [path.join(REPOSITORY, '.dev/bin'), ...(process.env['PATH'] ?? '').split(':')];
  const uv = [process.env['STORIES_UV'] ?? '', ...folders.map((folder) => path.join(folder, 'uv'))].find(existsSync);
  if (uv !== undefined) {
    symlinkSync(uv, path.join(machine.bin, 'uv'));
  }
}

/** Write the files of a project in the home and return its folder. */
export function writeProject(machine: Machine, name: string, files: Readonly<Record<string, string>>): string {
  const folder = path.join(machine.home, name);
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return folder;
}

/** Make a real environment; with pip it takes seconds. */
export function makeEnvironment(prefix: string, python: Python = pythons()[0]!, pip = false): string {
  const more = pip ? [] : ['--without-pip'];
  execFileSync(python.executable, ['-I', '-m', 'venv', ...more, prefix], { stdio: 'pipe' });
  return prefix;
}

export function sitePackages(prefix: string): string {
  const library = path.join(prefix, 'lib');
  return path.join(library, readdirSync(library).find((name) => name.startsWith('python'))!, 'site-packages');
}

const MAKE_WHEELS = `
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
from wheels import make_wheel
for name, version, module in json.loads(sys.argv[3]):
    make_wheel(pathlib.Path(sys.argv[2]), name, version, module=module)
`;

/** Make small wheels, `name version module` each; the module's name is the distribution's if not said. */
export function makeWheels(machine: Machine, ...wanted: readonly string[]): void {
  const rows = wanted.map((one) => {
    const [name = '', version = '1.0', module = ''] = one.split(' ');
    return [name, version, module];
  });
  const support = path.join(REPOSITORY, 'tests/support');
  execFileSync(pythons()[0]!.executable, ['-c', MAKE_WHEELS, support, machine.wheels, JSON.stringify(rows)]);
}

/** Put a wheel's files into an environment, as an installer does in the end. */
export function install(machine: Machine, prefix: string, ...names: readonly string[]): void {
  for (const name of names) {
    const wheel = readdirSync(machine.wheels).find((file) => file.startsWith(`${name}-`));
    const code = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';
    execFileSync(pythons()[0]!.executable, ['-c', code, path.join(machine.wheels, wheel!), sitePackages(prefix)]);
  }
}

/** An environment whose base Python was there when it was made and is gone now. */
export function makeBrokenEnvironment(machine: Machine, prefix: string, python: Python = pythons()[0]!): string {
  const base = path.join(machine.home, 'opt', `python${python.version}`);
  mkdirSync(path.dirname(base), { recursive: true });
  symlinkSync(python.prefix, base);
  execFileSync(path.join(base, 'bin', path.basename(python.executable)), ['-I', '-m', 'venv', '--without-pip', prefix]);
  rmSync(base);
  return prefix;
}
