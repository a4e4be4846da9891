import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** What tells one environment from others, however a path names it: by its folder or by its executable. */
export async function identityOf(named: string | undefined): Promise<string | undefined> {
  if (named === undefined || !path.isAbsolute(named)) {
    return undefined; // such as `python`, before anything was found
  }
  const up = path.dirname(named);
  for (const prefix of [named, path.dirname(up), up]) {
    if ((await exists(path.join(prefix, 'pyvenv.cfg'))) || (await exists(path.join(prefix, 'conda-meta')))) {
      return real(prefix);
    }
  }
  for (const name of ['bin/python3', 'bin/python', 'python.exe']) {
    if (await exists(path.join(named, name))) {
      return real(path.join(named, name));
    }
  }
  return real(named);
}

export async function exists(named: string): Promise<boolean> {
  return fs.access(named).then(() => true, () => false);
}

async function real(named: string): Promise<string> {
  const found = await fs.realpath(named).catch(() => path.normalize(named));
  return process.platform === 'win32' ? found.toLowerCase() : found;
}
