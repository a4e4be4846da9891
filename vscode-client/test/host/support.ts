/** What every suite needs: the workspace, the page, and waiting for something to become true. */
import assert from 'node:assert/strict';
import path from 'node:path';

import * as vscode from 'vscode';

import { connect } from './bridge.ts';

/** The window that these tests run in; the runner lays its bundle into a folder of that name. */
export const WINDOW = path.basename(__dirname);

export const ui = connect(Number(process.env['HOST_BRIDGE']), WINDOW);

/** Folder with everything that this window may touch. */
export const ROOT = path.join(process.env['HOST_ROOT'] ?? '/nowhere', WINDOW);

export const at = (...parts: readonly string[]): string => path.join(ROOT, ...parts);
export const uriOf = (...parts: readonly string[]): vscode.Uri => vscode.Uri.file(at(...parts));

/** Waits until something is there, and says what it was if it does not come. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  limit = 8000,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false>>;
    if (Date.now() > end) throw new Error(`waited ${limit} ms in vain for ${what}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** As `until`, for values that have to become equal; the last one is shown if they do not. */
export async function untilEqual<T>(look: () => T | Promise<T>, wanted: T, limit = 8000): Promise<void> {
  const end = Date.now() + limit;
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

export async function open(...parts: readonly string[]): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uriOf(...parts), { preview: false });
}

export const extension = (): vscode.Extension<unknown> => {
  const found = vscode.extensions.getExtension('venvlens.venvlens');
  assert.ok(found, 'the extension is not there');
  return found;
};

/** Codes of our findings in a document. */
export function findings(uri: vscode.Uri): readonly string[] {
  const ours = vscode.languages.getDiagnostics(uri).filter((found) => found.source === 'venvlens');
  return ours.map(({ code }) => String(typeof code === 'object' ? code.value : code));
}
