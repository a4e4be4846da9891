import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import {
  at, clearNotifications, command, context, extension, findings, folder, log, notification, open, setting, statusText,
  until, untilEqual, uriOf,
} from '../support.ts';
import { NEW } from '../tree.ts';

/** Process ids of the servers that this extension host has started. */
function servers(): readonly number[] {
  const children = fs.readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return children.map(Number).filter((pid) => pid && commandLine(pid).includes('venvlens_server.py'));
}

function commandLine(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const one = () => until('one server', () => (servers().length === 1 ? servers()[0] : undefined));

/** The server answers, and its findings are there. */
async function works(): Promise<void> {
  await open('shop', 'app.py');
  await untilEqual(statusText, `.venv (${NEW().version})`);
  await untilEqual(() => findings(uriOf('shop', 'app.py')), ['import-missing']);
}

async function serverPython(value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('venvlens').update('serverPython', value, vscode.ConfigurationTarget.Global);
}

/** Makes this a machine with Pythons that are too old: no other folder seems to have one. */
function hidePythons(): { restore(): void } {
  const real = fs.readdirSync;
  const without = (...all: Parameters<typeof fs.readdirSync>) =>
    (real(...all) as unknown as readonly string[]).filter(
      (name) => !/python/.test(name) || /versions\/3\.([89]|10)\./.test(String(all[0])));
  Object.assign(fs, { readdirSync: without });
  return { restore: () => Object.assign(fs, { readdirSync: real }) };
}

describe('server', () => {
  afterEach(clearNotifications);

  it('is another process after a restart, and knows all again', async () => {
    await works();
    const before = await one();
    await command('restart');
    await until('another server', () => servers().length === 1 && servers()[0] !== before);
    await works();
  });

  it('comes back when it was killed', async () => {
    const before = await one();
    process.kill(before, 'SIGKILL');
    await until('another server', () => servers().some((pid) => pid !== before));
    await works();
  });

  it('says so when it is killed again and again, and starts when asked', async () => {
    await one();
    const killed = new Set<number>();
    await until('the end', async () => {
      for (const pid of servers().filter((alive) => !killed.has(alive))) {
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
      return (await statusText()) === 'VenvLens is not running';
    }, 20_000);
    assert.ok(killed.size > 2, `${killed.size} were started`);
    const shown = await notification(/has stopped/);
    assert.deepEqual(shown.buttons, ['Restart Server', 'Show Log']);
    await command('restart');
    await works();
  });

  it('is not started by a Python that is no Python, and says which setting', async () => {
    await serverPython(at('nothing', 'python3'));
    const shown = await notification(/serverPython/);
    assert.match(shown.text, /nothing\/python3/);
    assert.deepEqual(shown.buttons, ['Open Settings', 'Show Log']);
    await untilEqual(statusText, 'VenvLens is not running');
    assert.deepEqual(servers(), []);
    await serverPython(undefined);
    await works();
  });

  it('says so when it dies at its start, and no promise is broken unheard', async () => {
    const dies = `#!/bin/sh\ncase "$*" in *venvlens_server*) exit 3;; esac\necho 3.13.0\necho "$0"\n`;
    fs.mkdirSync(at('dying'));
    fs.writeFileSync(at('dying', 'python3'), dies, { mode: 0o755 });
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', hear);
    try {
      await serverPython(at('dying', 'python3'));
      await notification(/has stopped/);
      await untilEqual(statusText, 'VenvLens is not running');
      assert.equal(await context().request('venvlens/why', { uri: uriOf('shop').toString() }), undefined);
    } finally {
      process.off('unhandledRejection', hear);
      fs.rmSync(at('dying'), { recursive: true });
    }
    assert.deepEqual(unheard.map(String), []);
  });

  it('is not needed to take back what terminals had of an environment that is gone', async () => {
    const { environmentVariableCollection } = context().extension;
    const [gone, there] = ['bare', 'other'].map((name) =>
      environmentVariableCollection.getScoped({ workspaceFolder: folder(name) }));
    assert.ok(gone && there?.get('PATH'));
    gone.prepend('PATH', `${at('bare', '.venv', 'bin')}:`);
    await setting('terminal.activate', true);
    await untilEqual(() => gone.get('PATH'), undefined);
    assert.match(there.get('PATH')?.value ?? '', /other\/\.venv\/bin/);
    await setting('terminal.activate', undefined);
    await serverPython(undefined);
    await works();
  });

  it('leaves nothing behind that former versions have compiled', async () => {
    const storage = context().extension.globalStorageUri.fsPath;
    const put = ['pycache', 'pycache-0.0.1', 'pycache-of-others'].map((name) => path.join(storage, name));
    put.forEach((place) => fs.mkdirSync(path.join(place, 'below'), { recursive: true }));
    await command('restart');
    await untilEqual(() => put.filter((place) => fs.existsSync(place)), put.slice(2));
    await works();
    assert.ok(fs.existsSync(path.join(storage, `pycache-${context().extension.extension.packageJSON.version}`)));
    fs.rmSync(put[2]!, { recursive: true });
  });

  it('is started again when another Python is named', async () => {
    const before = await one();
    await serverPython(NEW().executable);
    await until('another server', () => servers().length === 1 && servers()[0] !== before);
    assert.ok(commandLine(await one()).startsWith(NEW().executable));
    await works();
    await serverPython(undefined);
    await until('another server', () => servers().length === 1);
    await works();
  });

  it('says what was tried where there is no Python, and works once there is one', async () => {
    // What was found before is remembered as long as it is there.
    await context().extension.globalState.update('python', undefined);
    const hidden = hidePythons();
    try {
      await command('restart');
      const shown = await notification(/needs Python 3\.11/);
      assert.deepEqual(shown.buttons.slice(-2), ['Show Log', 'How to Install Python']);
      assert.doesNotMatch(shown.text, /Error:|\bat /);
      await untilEqual(statusText, 'VenvLens is not running');
      assert.match(log(), /versions\/3\.\d+\.\d+\/bin\/python3?: is 3\.\d+\.\d+, and 3\.11 or newer is needed/);
    } finally {
      hidden.restore();
    }
    await command('restart');
    await works();
    assert.ok(extension().isActive);
  });
});
