/** What every suite needs: the workspace, the page, and waiting for something to become true. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import * as vscode from 'vscode';

import type { Context } from '../../src/context.ts';
import { connect } from './bridge.ts';
import type { QuickInput, Row, Shown, StatusItem } from './page.ts';

/** The window that these tests run in; the runner lays its bundle into a folder of that name. */
export const WINDOW = path.basename(__dirname);

export const ui = connect(Number(process.env['HOST_BRIDGE']), WINDOW);

/** Folder with everything that this window may touch. */
export const ROOT = path.join(process.env['HOST_ROOT'] ?? '/nowhere', WINDOW);

export const at = (...parts: readonly string[]): string => path.join(ROOT, ...parts);
export const uriOf = (...parts: readonly string[]): vscode.Uri => vscode.Uri.file(at(...parts));

/** A machine with more to do than it has processors takes that much longer. */
export const crowd = (): number => Math.min(4, Math.max(1, (os.loadavg()[0] ?? 1) / os.availableParallelism()));

const PATIENCE = 10_000;

/** Waits until something is there, and says what it was if it does not come. */
export async function until<T>(
  what: string, look: () => T, limit = PATIENCE,
): Promise<Exclude<NonNullable<Awaited<T>>, false>> {
  const end = Date.now() + limit * crowd();
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<NonNullable<Awaited<T>>, false>;
    if (Date.now() > end) throw new Error(`waited ${Math.round(limit * crowd())} ms in vain for ${what}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** As `until`, for a value that has to become another; the last one is shown if it does not. */
export async function untilEqual<T>(look: () => T | Promise<T>, wanted: T, limit = PATIENCE): Promise<void> {
  const end = Date.now() + limit * crowd();
  for (;;) {
    const found = await look();
    try {
      assert.deepEqual(found, wanted);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** Watches for a time that something stays as it is: for what must not happen there is no event. */
export async function stays<T>(look: () => T | Promise<T>, wanted: T, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    assert.deepEqual(await look(), wanted);
    await new Promise((next) => setTimeout(next, 20));
  }
}

export async function open(...parts: readonly string[]): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uriOf(...parts), { preview: false });
}

export const folder = (name: string): vscode.WorkspaceFolder => {
  const found = vscode.workspace.workspaceFolders?.find((one) => one.name === name);
  assert.ok(found, `no workspace folder ${name}`);
  return found;
};

/** Our extension, by what npm's registry of editors calls it. */
export const extension = (): vscode.Extension<{ readonly context: Context }> => {
  const found = vscode.extensions.getExtension<{ readonly context: Context }>('venvlens.venvlens');
  assert.ok(found, 'the extension is not there');
  return found;
};

export const context = (): Context => extension().exports.context;

export const command = (name: string, ...rest: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`venvlens.${name}`, ...rest);

/** Codes of our findings in a document. */
export function findings(uri: vscode.Uri): readonly string[] {
  const ours = vscode.languages.getDiagnostics(uri).filter((found) => found.source === 'venvlens');
  return ours.map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

/** Everything that our output channel got so far. */
export function log(): string {
  const place = context().extension.logUri.fsPath;
  if (!fs.existsSync(place)) return '';
  const files = fs.readdirSync(place).filter((name) => name.endsWith('.log'));
  return files.map((name) => fs.readFileSync(path.join(place, name), 'utf8')).join('');
}

/** Our item of the status bar as it is drawn; undefined while it is hidden. */
export async function status(): Promise<StatusItem | undefined> {
  return (await ui.statusItems()).find(({ id }) => id.startsWith('venvlens.'));
}

export const statusText = async (): Promise<string | undefined> => (await status())?.text;

/** The label that a folder's environment has now. */
export const label = (name: string): string | undefined => context().environmentOf(folder(name).uri)?.label;

/** Waits until a quick pick or input box is open that has what is wanted. */
export async function quickInput(what: string, has: (input: QuickInput) => unknown): Promise<QuickInput> {
  let last: QuickInput | null = null;
  try {
    return await until(what, async () => {
      last = await ui.quickInput();
      return last && has(last) ? last : null;
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}; there is ${JSON.stringify(last)}`);
  }
}

export const row = (input: QuickInput, text: string): Row | undefined =>
  input.rows.find((one) => one.label.includes(text));

/** Writes into the open list until the row is the one that Enter takes, and takes it. */
export async function take(text: string, by = text): Promise<void> {
  await ui.fill(by);
  const isFocused = (input: QuickInput) => input.rows.find((one) => one.focused)?.label.includes(text);
  await quickInput(`the row ${text} to be focused`, isFocused);
  await ui.press('Enter');
}

/** Waits for a notification, which no toast shows here, and returns it. */
export async function notification(wanted: RegExp | ((shown: Shown) => boolean)): Promise<Shown> {
  const is = (shown: Shown) => (wanted instanceof RegExp ? wanted.test(shown.text) : wanted(shown));
  let all: readonly Shown[] = [];
  try {
    return await until(`a notification ${wanted}`, async () => {
      // The list closes when its last one goes.
      await vscode.commands.executeCommand('notifications.showList');
      all = await ui.notifications();
      return all.find(is);
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}; there are ${JSON.stringify(all)}`);
  }
}

/** Nothing that has to do with us has popped up. */
export async function nothingSaid(about: (shown: Shown) => boolean = () => true): Promise<void> {
  await untilEqual(async () => {
    // A list that is open already is not drawn anew, and may show what was cleared before.
    await vscode.commands.executeCommand('notifications.hideList');
    await vscode.commands.executeCommand('notifications.showList');
    return (await ui.notifications()).filter(about);
  }, []);
}

export async function clearNotifications(): Promise<void> {
  await vscode.commands.executeCommand('notifications.clearAll');
  await vscode.commands.executeCommand('notifications.hideList');
}

export async function setting(name: string, value: unknown): Promise<void> {
  const now = () => vscode.workspace.getConfiguration('venvlens');
  await now().update(name, value, vscode.ConfigurationTarget.Workspace);
  await untilEqual(() => now().inspect(name)?.workspaceValue, value);
}
