import { usedBefore, usedSince } from './loaded.ts';
import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import type { Context } from './context.ts';
import { registerCreate } from './create.ts';
import { registerDocuments } from './documents.ts';
import { registerMicrosoft } from './microsoft.ts';
import { registerPicker } from './picker.ts';
import { createServer, type Server } from './server.ts';
import { registerStatus } from './status.ts';
import { registerTerminals } from './terminals.ts';

/** Settings that hold from a start of the server. */
const ANEW = ['serverPython', 'trace.server'];

/** Milliseconds; before VS Code calls `activate` it does other things. */
const LOADING = usedSince(usedBefore);

let server: Server | undefined;

export function activate(extension: vscode.ExtensionContext) {
  const begun = process.cpuUsage();
  const log = vscode.window.createOutputChannel('VenvLens', { log: true });
  server = createServer(extension, log);
  const context: Context = { ...server, extension, log };
  const status = registerStatus(extension, server);
  // What is asked from now on waits for it.
  void server.restart();
  registerCommands(context, server.restart);
  registerDocuments(context);
  registerPicker(context);
  registerCreate(context);
  registerTerminals(context);
  registerMicrosoft(context);
  extension.subscriptions.push(
    log,
    vscode.workspace.onDidGrantWorkspaceTrust(server.trust),
    vscode.workspace.onDidChangeConfiguration(
      (event) => ANEW.some((name) => event.affectsConfiguration(`venvlens.${name}`)) && server?.restart(),
    ),
  );
  log.info(`Activated in ${Math.round(LOADING + usedSince(begun))} ms`);
  return { context, status };
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
