/** Which Python runs the server. Nothing here knows the editor. */

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

const OLDEST = 11;
const NEWEST = 15;
const LIMIT_MS = 5000;

/** What a machine has, as far as looking for a Python goes. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Names in a folder; none if there is no such folder. */
  list(folder: string): readonly string[];
}

/** A program that may be a Python, with what has to stand before Python's own arguments. */
export interface Candidate {
  readonly program: string;
  readonly args?: readonly string[];
}

/** Where nothing is ever started from. */
export interface Fence {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  /** The environment that is active: it is judged, so it cannot be the judge. */
  readonly active: string | undefined;
}

export interface Found {
  readonly python: string | undefined;
  /** A line for each program that was refused, with the reason. */
  readonly refused: readonly string[];
}

export function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir(), list };
}

/** The first program that starts as a Python that is new enough. They are started one after the other in `cwd`. */
export async function find(all: readonly Candidate[], fence: Fence, cwd: string): Promise<Found> {
  const refused: string[] = [];
  const started = new Set<string>();
  for (const one of all) {
    const inside = behind(one.program, fence);
    if (!inside && started.has(real(one.program))) {
      continue; // by another name, such as `python3` for `python3.11`
    }
    const said = inside ?? (await probe(one, cwd));
    if (typeof said !== 'string') {
      return { python: said.python, refused };
    }
    refused.push(`${one.program}: ${said}`);
    if (!inside) {
      started.add(real(one.program));
    }
  }
  return { python: undefined, refused };
}

/** Why a program must not be started, if it must not; links are followed, those of its folder too. */
export function behind(program: string, fence: Fence): string | undefined {
  const prefix = path.dirname(path.dirname(program));
  const judged = ['pyvenv.cfg', 'conda-meta'].some((name) => existsSync(path.join(prefix, name)));
  if (fence.active && within(program, fence.active)) {
    return 'belongs to the active environment';
  }
  if ((judged || !fence.trusted) && fence.folders.some((folder) => within(program, folder))) {
    return fence.trusted ? 'belongs to an environment of this workspace' : 'lies in this workspace, which is not trusted';
  }
  return undefined;
}

function within(program: string, folder: string): boolean {
  const places = [program, path.join(real(path.dirname(program)), path.basename(program)), real(program)];
  return places.some((place) => [folder, real(folder)].some((above) => !path.relative(above, place).startsWith('..')));
}

/** Starts a program as a Python, isolated and without site-packages; tells itself or what is wrong with it. */
export function probe({ program, args = [] }: Candidate, cwd: string, timeout = LIMIT_MS): Promise<{ python: string } | string> {
  const code = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)';
  // The launcher of Windows may install a Python where there is none, unless told not to.
  const env = { ...process.env, PYTHON_MANAGER_AUTOMATIC_INSTALL: 'false' };
  const options = { cwd, env, timeout, killSignal: 'SIGKILL', windowsHide: true } as const;
  return new Promise((resolve) => {
    execFile(program, [...args, '-I', '-S', '-X', 'utf8', '-c', code], options, (error, output) => {
      resolve(error?.code === 'ENOENT' ? 'is not there' : error?.killed ? `did not answer within ${timeout / 1000} s` : read(output, error));
    });
  });
}

/** Reads what a probe printed. */
export function read(output: string, error: Error | null): { python: string } | string {
  const [version = '', python = ''] = output.split(/\r?\n/);
  const [major, minor] = version.split('.').map(Number);
  if (error || major === undefined || minor === undefined || !path.isAbsolute(python)) {
    return `does not start (${error?.message.trim().split('\n').pop() ?? 'it said nothing'})`;
  }
  return major === 3 && minor >= OLDEST ? { python } : `is ${version}, and 3.${OLDEST} or newer is needed`;
}

/** Every Python in the usual places, the likeliest first. Nothing is started, no link is followed. */
export function candidates(machine: Machine): readonly Candidate[] {
  const windows = machine.platform === 'win32';
  const found = [...onPath(machine), ...kept(machine), ...(windows ? onWindows(machine) : elsewhere(machine))];
  return found.filter((one, at) => found.findIndex((other) => other.program === one.program) === at);
}

function onPath(machine: Machine): Candidate[] {
  const { isAbsolute, delimiter } = paths(machine);
  const folders = (machine.env['PATH'] ?? machine.env['Path'] ?? '').split(delimiter).filter(isAbsolute);
  // Shims start what a file in the working folder names; the Pythons behind them are found by their own folders.
  return folders.filter((folder) => !/[\\/]shims[\\/]?$/.test(folder)).flatMap((folder) => inFolder(machine, folder));
}

/** The Pythons that pyenv and uv keep, the newest first. */
function kept(machine: Machine): Candidate[] {
  const { join } = paths(machine);
  const { env, home } = machine;
  const windows = machine.platform === 'win32';
  const root = env['PYENV_ROOT'] ?? (windows ? join(home, '.pyenv', 'pyenv-win') : join(home, '.pyenv'));
  const data = windows ? env['APPDATA'] : (env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'));
  const stores = [join(root, 'versions'), env['UV_PYTHON_INSTALL_DIR'] ?? join(data ?? home, 'uv', 'python')];
  return stores.flatMap((store) =>
    newest(machine.list(store)).flatMap((name) => inFolder(machine, join(store, name, windows ? '.' : 'bin'))),
  );
}

function onWindows(machine: Machine): Candidate[] {
  const { join } = path.win32;
  const { env, home } = machine;
  const local = env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
  const launchers = [env['WINDIR'] ?? 'C:\\Windows', join(local, 'Programs', 'Python', 'Launcher')]
    .filter((folder) => machine.list(folder).includes('py.exe'))
    .map((folder) => ({ program: join(folder, 'py.exe'), args: ['-3'] }));
  const stores = [join(local, 'Programs', 'Python'), env['ProgramFiles'] ?? 'C:\\Program Files', 'C:\\'];
  const installed = stores.flatMap((store) =>
    newest(machine.list(store).filter((name) => /^python3/i.test(name))).map((name) => join(store, name)),
  );
  return [...launchers, ...[...installed, ...condas(machine)].flatMap((folder) => inFolder(machine, folder))];
}

function elsewhere(machine: Machine): Candidate[] {
  const { join } = path.posix;
  const frameworks = '/Library/Frameworks/Python.framework/Versions';
  const ofMac = ['/opt/homebrew/bin', ...newest(machine.list(frameworks)).map((name) => join(frameworks, name, 'bin'))];
  const ofLinux = ['/usr/bin', '/home/linuxbrew/.linuxbrew/bin', '/opt/conda/bin'];
  const folders = [...(machine.platform === 'darwin' ? ofMac : ofLinux), '/usr/local/bin'];
  const own = [join(machine.home, '.local', 'bin'), ...condas(machine).map((prefix) => join(prefix, 'bin'))];
  return [...folders, ...own].flatMap((folder) => inFolder(machine, folder));
}

function condas(machine: Machine): string[] {
  return ['miniforge3', 'miniconda3', 'anaconda3'].map((name) => paths(machine).join(machine.home, name));
}

function inFolder(machine: Machine, folder: string): Candidate[] {
  // On a Mac /usr/bin/python3 may do nothing but open a window that offers to install developer tools.
  const there = new Set(machine.platform === 'darwin' && folder === '/usr/bin' ? [] : machine.list(folder));
  const minors = Array.from({ length: NEWEST - OLDEST + 1 }, (_, at) => `python3.${NEWEST - at}`);
  return ['python3', 'python', ...minors]
    .map((name) => (machine.platform === 'win32' ? `${name}.exe` : name))
    .filter((name) => there.has(name))
    .map((name) => ({ program: paths(machine).join(folder, name) }));
}

function newest(names: readonly string[]): string[] {
  return [...names].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

function paths(machine: Machine): path.PlatformPath {
  return machine.platform === 'win32' ? path.win32 : path.posix;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function real(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    return place;
  }
}
