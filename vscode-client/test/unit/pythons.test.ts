import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { behind, candidates, find, type Machine, probe, read } from '../../src/pythons.ts';

const root = mkdtempSync(path.join(tmpdir(), 'venvlens-pythons-'));
after(() => rmSync(root, { recursive: true }));

/** A machine that has these files and no others. */
function machine(platform: NodeJS.Platform, env: Record<string, string>, home: string, files: readonly string[]): Machine {
  const { dirname, basename, normalize } = platform === 'win32' ? path.win32 : path.posix;
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    for (let at = normalize(file); dirname(at) !== at; at = dirname(at)) {
      folders.set(dirname(at), (folders.get(dirname(at)) ?? new Set()).add(basename(at)));
    }
  }
  return { platform, env, home, list: (folder) => [...(folders.get(normalize(folder)) ?? [])] };
}

/** A program of the shell that answers as if it were a Python. */
function fake(name: string, script: string): string {
  const program = path.join(root, name);
  mkdirSync(path.dirname(program), { recursive: true });
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return program;
}

test('on Linux PATH comes first, then pyenv and uv with the newest first, then the usual places', () => {
  const linux = machine('linux', { PATH: '/opt/mine/bin:/usr/bin' }, '/home/me', [
    '/opt/mine/bin/python3', '/usr/bin/python3', '/usr/bin/python3.11', '/usr/bin/python3.9', '/usr/local/bin/python3.13',
    '/home/me/.pyenv/versions/3.9.18/bin/python3', '/home/me/.pyenv/versions/3.13.0/bin/python3',
    '/home/me/.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu/bin/python3', '/home/me/miniconda3/bin/python3',
  ]);
  assert.deepEqual(candidates(linux), [
    '/opt/mine/bin/python3', '/usr/bin/python3', '/usr/bin/python3.11',
    '/home/me/.pyenv/versions/3.13.0/bin/python3', '/home/me/.pyenv/versions/3.9.18/bin/python3',
    '/home/me/.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu/bin/python3',
    '/usr/local/bin/python3.13', '/home/me/miniconda3/bin/python3',
  ]);
});

test('relative entries of PATH and shims are left out', () => {
  const linux = machine('linux', { PATH: '.:bin::/home/me/.pyenv/shims:/home/me/.asdf/shims/' }, '/home/me', [
    'bin/python3', 'python3', '/home/me/.pyenv/shims/python3', '/home/me/.asdf/shims/python3',
  ]);
  assert.deepEqual(candidates(linux), []);
});

test('the stores are where their variables say', () => {
  const env = { PYENV_ROOT: '/p', UV_PYTHON_INSTALL_DIR: '/u', XDG_DATA_HOME: '/x' };
  const linux = machine('linux', env, '/home/me', ['/p/versions/3.12.1/bin/python3', '/u/c/bin/python3', '/x/uv/python/c/bin/python3']);
  assert.deepEqual(candidates(linux), ['/p/versions/3.12.1/bin/python3', '/u/c/bin/python3', '/x/uv/python/c/bin/python3']);
});

test('on a Mac /usr/bin is never touched, Homebrew and python.org are', () => {
  const mac = machine('darwin', { PATH: '/usr/bin:/bin' }, '/Users/me', [
    '/usr/bin/python3', '/opt/homebrew/bin/python3.13', '/Library/Frameworks/Python.framework/Versions/3.12/bin/python3', '/usr/local/bin/python3',
  ]);
  assert.deepEqual(candidates(mac), [
    '/opt/homebrew/bin/python3.13', '/Library/Frameworks/Python.framework/Versions/3.12/bin/python3', '/usr/local/bin/python3',
  ]);
});

test('on Windows the launcher comes before the folders of the installers', () => {
  const env = { Path: 'C:\\tools;relative', LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local', APPDATA: 'C:\\Users\\me\\AppData\\Roaming', WINDIR: 'C:\\Windows', ProgramFiles: 'C:\\Program Files' };
  const windows = machine('win32', env, 'C:\\Users\\me', [
    'C:\\tools\\python.exe', 'C:\\Windows\\py.exe', 'C:\\Program Files\\Python312\\python.exe', 'C:\\Python311\\python.exe',
    'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python39\\python.exe', 'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python313\\python.exe',
    'C:\\Users\\me\\.pyenv\\pyenv-win\\versions\\3.12.1\\python.exe', 'C:\\Users\\me\\AppData\\Roaming\\uv\\python\\cpython-3.12.1\\python.exe',
  ]);
  assert.deepEqual(candidates(windows), [
    'C:\\tools\\python.exe', 'C:\\Users\\me\\.pyenv\\pyenv-win\\versions\\3.12.1\\python.exe',
    'C:\\Users\\me\\AppData\\Roaming\\uv\\python\\cpython-3.12.1\\python.exe', 'C:\\Windows\\py.exe',
    'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python313\\python.exe', 'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python39\\python.exe',
    'C:\\Program Files\\Python312\\python.exe', 'C:\\Python311\\python.exe',
  ]);
});

test('a program of the workspace is behind the fence, by whatever way it is reached', () => {
  const inside = fake('workspace/tools/bin/python3', 'exit 0');
  const outside = path.join(root, 'bin');
  mkdirSync(outside);
  symlinkSync(inside, path.join(outside, 'linked'));
  symlinkSync(path.dirname(inside), path.join(root, 'way'));
  const fence = { folders: [path.join(root, 'workspace')], trusted: false, active: undefined };
  for (const program of [inside, path.join(outside, 'linked'), path.join(root, 'way', 'python3')]) {
    assert.match(behind(program, fence) ?? '', /not trusted/, program);
  }
  assert.equal(behind(path.join(root, 'workspace2', 'python3'), fence), undefined);
  assert.equal(behind(inside, { ...fence, trusted: true }), undefined);
});

test('a link in the workspace to a Python outside of it is the workspace\'s', () => {
  const program = path.join(root, 'linking', 'bin', 'python3');
  mkdirSync(path.dirname(program), { recursive: true });
  symlinkSync('/bin/sh', program);
  assert.match(behind(program, { folders: [path.join(root, 'linking')], trusted: false, active: undefined }) ?? '', /not trusted/);
});

test('an environment of the workspace does not run what judges it, trusted or not', () => {
  const program = fake('project/.venv/bin/python', 'exit 0');
  writeFileSync(path.join(root, 'project/.venv/pyvenv.cfg'), 'home = /usr/bin\n');
  const folders = [path.join(root, 'project')];
  assert.match(behind(program, { folders, trusted: true, active: undefined }) ?? '', /environment of this workspace/);
  assert.match(behind(program, { folders: [], trusted: true, active: path.join(root, 'project/.venv') }) ?? '', /active/);
});

test('nothing behind the fence is started', async () => {
  const mark = path.join(root, 'started');
  const program = fake('untrusted/python3', `touch '${mark}'; echo 3.13.0; echo "$0"`);
  const fence = { folders: [path.join(root, 'untrusted')], trusted: false, active: undefined };
  assert.deepEqual(await find([program], fence, root), {
    python: undefined, refused: [`${program}: lies in this workspace, which is not trusted`],
  });
  await assert.rejects(import('node:fs/promises').then(({ stat }) => stat(mark)));
});

test('the first that is new enough is taken, and the others are named with the reason', async () => {
  const old = fake('old', 'echo 3.9.2; echo /usr/bin/python3.9');
  const bad = fake('bad', 'echo "No module named encodings" >&2; exit 1');
  const good = fake('good', 'echo 3.13.0; echo /real/python3');
  const found = await find([old, bad, good], { folders: [], trusted: true, active: undefined }, root);
  assert.equal(found.python, '/real/python3');
  assert.equal(found.refused[0], `${old}: is 3.9.2, and 3.11 or newer is needed`);
  assert.match(found.refused[1] ?? '', /does not start \(No module named encodings\)/);
});

test('a program that only leads to one behind the fence is refused too', async () => {
  const inside = path.join(root, 'led', 'bin', 'python3');
  const way = fake('way-in', `echo 3.13.0; echo '${inside}'`);
  const fence = { folders: [path.join(root, 'led')], trusted: false, active: undefined };
  assert.deepEqual(await find([way], fence, root), {
    python: undefined, refused: [`${way}: lies in this workspace, which is not trusted`],
  });
});

test('one program of many names is started once, but a name behind the fence does not count for the others', async () => {
  const old = fake('names/bin/python3.9', `echo x >>'${root}/count'; echo 3.9.2; echo /p`);
  const [link, judged] = [path.join(root, 'names/bin/python3'), path.join(root, 'judged/bin/python3')];
  symlinkSync(old, link);
  mkdirSync(path.dirname(judged), { recursive: true });
  symlinkSync(old, judged);
  const fence = { folders: [], trusted: true, active: path.join(root, 'judged') };
  const found = await find([judged, link, old], fence, root);
  assert.deepEqual(found.refused.map((line) => line.split(':')[0]), [judged, link]);
  assert.equal(readFileSync(path.join(root, 'count'), 'utf8'), 'x\n');
});

test('a probe is started isolated, and cannot hang', async () => {
  const asked = fake('py.exe', 'echo 3.12.1; echo "/$*" | head -1');
  const answer = await probe(asked, root);
  assert.match(typeof answer === 'string' ? '' : answer.python, /^\/-3 -I -S -X utf8 -c/);
  const started = Date.now();
  assert.equal(await probe(fake('hangs', 'exec sleep 60'), root, 200), 'did not answer within 0.2 s');
  assert.ok(Date.now() - started < 5000);
});

test('what is no Python says so', () => {
  assert.match(read('', null) as string, /said nothing/);
  assert.match(read('hello\nworld', null) as string, /does not start/);
  assert.deepEqual(read('3.11.0\n/usr/bin/python3\n', null), { python: '/usr/bin/python3' });
  assert.deepEqual(read('4.0.0\n/usr/bin/python4\n', null), 'is 4.0.0, and 3.11 or newer is needed');
});
