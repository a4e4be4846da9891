/** Which Python runs the server. Nothing here knows the editor. */

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

const OLDEST = 11;
const LIMIT_MS = 5000;

/** What a machine has, as far as looking for a Python goes. */
export interface Machine {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Names in a folder; none if there is no such folder. */
  list(folder: string): readonly string[];
}

/** Where nothing is started from. */
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

/** The first program that starts as a Python that is new enough. They are started one after the other in `cwd`. */
export async function find(programs: readonly string[], fence: Fence, cwd: string): Promise<Found> {
  const refused: string[] = [];
  const started = new Set<string>();
  for (const program of programs) {
    const inside = behind(program, fence);
    // It may have been started by another name, such as `python3` for `python3.11`.
    const said = inside ?? (started.has(real(program)) ? undefined : await probe(program, cwd));
    // A program outside may only be the way to one inside.
    const refusal = typeof said === 'object' ? behind(said.python, fence) : said;
    if (typeof said === 'object' && refusal === undefined) {
      return { python: said.python, refused };
    }
    if (refusal !== undefined) {
      refused.push(`${program}: ${refusal}`);
    }
    if (!inside) {
      started.add(real(program));
    }
  }
  return { python: undefined, refused };
}

/** Why a program must not be started, if it must not; links are followed, those of its folder too. */
export function behind(program: string, { folders, trusted, active }: Fence): string | undefined {
  const places = [program, path.join(real(path.dirname(program)), path.basename(program)), real(program)];
  const within = (folder: string): boolean =>
    places.some((place) => [folder, real(folder)].some((above) => !path.relative(above, place).startsWith('..')));
  if (active && within(active)) {
    return 'belongs to the active environment';
  }
  const prefix = path.dirname(path.dirname(program));
  const judged = ['pyvenv.cfg', 'conda-meta'].some((name) => existsSync(path.join(prefix, name)));
  if ((trusted && !judged) || !folders.some(within)) {
    return undefined;
  }
  return trusted ? 'belongs to an environment of this workspace' : 'lies in this workspace, which is not trusted';
}

/** Starts a program as a Python, isolated and without site-packages; tells where it is or what is wrong with it. */
export function probe(program: string, cwd: string, timeout = LIMIT_MS): Promise<{ python: string } | string> {
  const code = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)';
  const args = [...(path.basename(program) === 'py.exe' ? ['-3'] : []), '-I', '-S', '-X', 'utf8', '-c', code];
  // The launcher of Windows may install a Python where there is none, unless told not to.
  const env = { ...process.env, PYTHON_MANAGER_AUTOMATIC_INSTALL: 'false' };
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env, timeout, killSignal: 'SIGKILL', windowsHide: true }, (error, output) => {
      const late = error?.killed && `did not answer within ${timeout / 1000} s`;
      resolve(error?.code === 'ENOENT' ? 'is not there' : late || read(output, error));
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

const CONDAS = ['~/miniforge3', '~/miniconda3', '~/anaconda3'];
const ANYWHERE = ['$PYENV_ROOT/versions/*/bin', '~/.pyenv/versions/*/bin', '$UV_PYTHON_INSTALL_DIR/*/bin'];
const UNIX = [
  ...ANYWHERE, '$XDG_DATA_HOME/uv/python/*/bin', '~/.local/share/uv/python/*/bin', '/usr/local/bin', '~/.local/bin',
  '/opt/conda/bin', ...CONDAS.map((prefix) => `${prefix}/bin`),
];
/** Folders with Pythons, behind those of PATH; of what a star stands for, the newest first. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  win32: [
    '$PYENV_ROOT/versions/*', '~/.pyenv/pyenv-win/versions/*', '$UV_PYTHON_INSTALL_DIR/*', '$APPDATA/uv/python/*',
    '$WINDIR', '$LOCALAPPDATA/Programs/Python/Launcher',
    '$LOCALAPPDATA/Programs/Python/Python*', '$ProgramFiles/Python*',
    'C:/Python*', ...CONDAS,
  ],
  darwin: ['/opt/homebrew/bin', '/Library/Frameworks/Python.framework/Versions/*/bin', ...UNIX],
  linux: ['/usr/bin', '/home/linuxbrew/.linuxbrew/bin', ...UNIX],
};

/** Every Python in the usual places, the likeliest first. Nothing is started, no link is followed. */
export function candidates(machine: Machine): readonly string[] {
  const { env, platform, list } = machine;
  const windows = platform === 'win32';
  const { delimiter, isAbsolute, join, normalize } = windows ? path.win32 : path.posix;
  // Shims start what a file in the working folder names; the Pythons behind them are found by their own folders.
  const entries = (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  const onPath = entries.filter((entry) => isAbsolute(entry) && !/shims[\\/]?$/.test(entry));
  const places = (PLACES[platform] ?? PLACES['linux'] ?? []).flatMap((place) => spread(place, machine, join));
  // On a Mac /usr/bin/python3 may do nothing but open a window that offers to install developer tools.
  const folders = [...onPath, ...places].filter((folder) => platform !== 'darwin' || normalize(folder) !== '/usr/bin');
  const minors = [15, 14, 13, 12, 11].map((minor) => `python3.${minor}`);
  const names = windows ? ['python3.exe', 'python.exe', 'py.exe'] : ['python3', 'python', ...minors];
  return [...new Set(folders.map(normalize))].flatMap((folder) => {
    const there = new Set(list(folder));
    return names.filter((name) => there.has(name)).map((name) => join(folder, name));
  });
}

/** The folders that a place stands for; none if a variable of it is not set. */
function spread(place: string, { env, home, list }: Machine, join: (...parts: string[]) => string): string[] {
  const told = place.replace(/^~/, () => home).replace(/^\$(\w+)/, (name) => env[name.slice(1)] ?? name);
  const [, folder, start, after] = /^(.*[\\/])([^\\/]*)\*(.*)$/.exec(told) ?? [];
  if (told.startsWith('$') || folder === undefined || start === undefined) {
    return told.startsWith('$') ? [] : [told];
  }
  const names = list(join(folder, '.')).filter((name) => name.startsWith(start));
  const newest = names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newest.map((name) => join(folder, name, after ?? ''));
}

export function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir(), list };
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
