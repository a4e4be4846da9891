import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

export interface Python {
  /** `3.13.0` */
  readonly version: string;
  readonly series: string;
  readonly executable: string;
  /** Folder that holds `bin` and `lib`. */
  readonly prefix: string;
}

const WANTS = 'import ensurepip, sys, venv; print("%d.%d.%d" % sys.version_info[:3], sys.prefix)';

/** The real Pythons of this machine that can make environments, newest first, one of each series. */
export function pythons(): readonly Python[] {
  found ??= look();
  return found;
}

let found: readonly Python[] | undefined;

function look(): readonly Python[] {
  const bySeries = new Map<string, Python>();
  for (const executable of candidates()) {
    const python = ask(executable);
    if (python !== undefined && !bySeries.has(python.series)) {
      bySeries.set(python.series, python);
    }
  }
  const all = [...bySeries.values()].sort((a, b) => minor(b) - minor(a));
  if (!all.some((python) => minor(python) >= 11)) {
    throw new Error('The stories need a Python 3.11 or newer that has venv and ensurepip');
  }
  return all;
}

function minor(python: Python): number {
  return Number(python.series.split('.')[1]);
}

function candidates(): readonly string[] {
  const versions = path.join(process.env['PYENV_ROOT'] ?? path.join(process.env['HOME'] ?? '/', '.pyenv'), 'versions');
  const kept = existsSync(versions)
    ? readdirSync(versions).filter((name) => /^3\.\d+\.\d+$/.test(name)).map((name) => path.join(versions, name, 'bin/python3'))
    : [];
  const global = ['/usr/local/bin', '/usr/bin'].flatMap((folder) =>
    readdirSync(folder).filter((name) => /^python3\.\d+$/.test(name)).map((name) => path.join(folder, name)));
  return [...kept, ...global];
}

function ask(executable: string): Python | undefined {
  try {
    const said = execFileSync(executable, ['-I', '-c', WANTS], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [version = '', prefix = ''] = said.trim().split(' ');
    const series = version.split('.').slice(0, 2).join('.');
    return minor({ version, series, executable, prefix }) >= 8
      ? { version, series, executable: realpathSync(executable), prefix }
      : undefined;
  } catch {
    return undefined; // Without ensurepip, or not to be started at all.
  }
}
