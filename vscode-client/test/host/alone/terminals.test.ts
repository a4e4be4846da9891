import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import { Command } from '../../../src/protocol.ts';
import { at, command, context, folder, label, open, setting, stays, until, untilEqual } from '../support.ts';
import { NEW, OLD } from '../tree.ts';

type Changes = Readonly<Record<string, string>>;

const collection = (name: string) =>
  context().extension.environmentVariableCollection.getScoped({ workspaceFolder: folder(name) });

/** What a folder's collection changes: `=value` for what is replaced, `value+` for what is put in front. */
function changes(name: string): Changes {
  const { Append, Prepend } = vscode.EnvironmentVariableMutatorType;
  const told = ({ type, value }: vscode.EnvironmentVariableMutator) =>
    type === Prepend ? `${value}+` : type === Append ? `+${value}` : `=${value}`;
  return Object.fromEntries([...collection(name)].map(([variable, mutator]) => [variable, told(mutator)]));
}

const activated = (prefix: string) => (told: Changes) =>
  told['VIRTUAL_ENV'] === `=${prefix}` && told['PATH'] === `${path.join(prefix, 'bin')}${path.delimiter}+`;

/** The variables that the shell of a terminal is started with that is opened while a folder is worked on. */
async function environmentOf(name: string): Promise<NodeJS.ProcessEnv> {
  await open(name, 'app.py');
  const terminal = vscode.window.createTerminal({ shellPath: '/bin/bash', shellArgs: ['--norc'] });
  try {
    const pid = await until('the terminal', () => terminal.processId);
    // Between fork and exec the process still is VS Code's.
    const read = () => fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
    const text = await until('the shell', () => fs.readlinkSync(`/proc/${pid}/exe`).includes('bash') && read());
    return Object.fromEntries(text.split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
  } finally {
    terminal.dispose();
  }
}

describe('terminals', () => {
  it('get the environment of their folder', async () => {
    await open('shop', 'app.py');
    await until('shop to be activated', () => activated(at('shop', '.venv'))(changes('shop')));
    await until('other to be activated', () => activated(at('other', '.venv'))(changes('other')));
    const { VIRTUAL_ENV, PATH } = await environmentOf('other');
    assert.equal(VIRTUAL_ENV, at('other', '.venv'));
    assert.equal(PATH?.split(path.delimiter)[0], at('other', '.venv', 'bin'));
    assert.equal((await environmentOf('shop'))['VIRTUAL_ENV'], at('shop', '.venv'));
  });

  it('say in a tooltip what is active in them', () => {
    const told = collection('shop').description;
    assert.match(typeof told === 'string' ? told : (told?.value ?? ''), /Activates.*shop\/\.venv/);
  });

  it('get the environment that is chosen next', async () => {
    await context().run(Command.selectEnvironment, { project: at('other'), environment: at('other', 'second') });
    await until('second to be activated', () => activated(at('other', 'second'))(changes('other')));
    await context().run(Command.selectEnvironment, { project: at('other'), environment: null });
    await until('.venv to be activated', () => activated(at('other', '.venv'))(changes('other')));
  });

  it('get nothing of an environment that is gone', async () => {
    fs.renameSync(at('shop', '.venv'), at('shop.gone'));
    await untilEqual(() => changes('shop'), {});
    assert.equal((await environmentOf('shop'))['VIRTUAL_ENV'], undefined);
    fs.renameSync(at('shop.gone'), at('shop', '.venv'));
    await until('shop to be activated', () => activated(at('shop', '.venv'))(changes('shop')));
  });

  it('get nothing while the setting is off', async () => {
    await setting('terminal.activate', false);
    await untilEqual(() => [changes('shop'), changes('other')], [{}, {}]);
    await setting('terminal.activate', undefined);
    await until('shop to be activated', () => activated(at('shop', '.venv'))(changes('shop')));
    await until('other to be activated', () => activated(at('other', '.venv'))(changes('other')));
  });

  it('are not called stale for nothing', async () => {
    const scoped = collection('other');
    let writes = 0;
    for (const name of ['replace', 'prepend', 'clear', 'delete'] as const) {
      const real = scoped[name].bind(scoped) as (...all: unknown[]) => void;
      Object.assign(scoped, { [name]: (...all: unknown[]) => (writes++, real(...all)) });
    }
    // Another reason for the same environment: the client is told, and nothing is new for terminals.
    await context().run(Command.selectEnvironment, { project: at('other'), environment: at('other', '.venv') });
    await context().run(Command.selectEnvironment, { project: at('other'), environment: null });
    await stays(() => writes, 0, 500);
    await context().run(Command.selectEnvironment, { project: at('other'), environment: at('other', 'second') });
    await until('a write to be seen', () => writes > 0);
    for (const name of ['replace', 'prepend', 'clear', 'delete']) Reflect.deleteProperty(scoped, name);
    await context().run(Command.selectEnvironment, { project: at('other'), environment: null });
    await until('.venv to be activated', () => activated(at('other', '.venv'))(changes('other')));
  });

  it('that are open are activated and deactivated by their shell’s own command', async () => {
    await open('shop', 'app.py');
    await until('the environment', () => label('shop') === `.venv (${NEW().version})`);
    await setting('terminal.activate', false);
    await untilEqual(() => changes('shop'), {});
    const terminal = vscode.window.createTerminal({ shellPath: '/bin/bash', shellArgs: ['--norc'] });
    terminal.show();
    await until('the terminal', () => vscode.window.activeTerminal === terminal);
    await until('its shell', () => terminal.processId);
    const told = async (file: string) => {
      terminal.sendText(`echo "[$VIRTUAL_ENV]" > ${at(file)}`);
      return until(file, () => fs.existsSync(at(file)) && fs.readFileSync(at(file), 'utf8').trim());
    };
    await command('activateTerminal');
    assert.equal(await told('activated.txt'), `[${at('shop', '.venv')}]`);
    await command('deactivateTerminal');
    assert.equal(await told('deactivated.txt'), '[]');
    terminal.dispose();
    await setting('terminal.activate', undefined);
    await until('shop to be activated', () => activated(at('shop', '.venv'))(changes('shop')));
    assert.ok(OLD().version);
  });
});
