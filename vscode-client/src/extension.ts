import { loadedAt } from './loaded.ts';
import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import type { Context } from './context.ts';
import { registerDocuments } from './documents.ts';
import { createServer, type Server } from './server.ts';
import { registerStatus } from './status.ts';

let server: Server | undefined;

export function activate(extension: vscode.ExtensionContext) {
  const log = vscode.window.createOutputChannel('VenvLens', { log: true });
  server = createServer(extension, log);
  const context: Context = { ...server, extension, log };
  const status = registerStatus(extension, server);
  registerCommands(context, server.restart);
  registerDocuments(context);
  extension.subscriptions.push(
    log,
    vscode.workspace.onDidGrantWorkspaceTrust(server.trust),
    vscode.workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration('venvlens.serverPython') && server?.restart(),
    ),
  );
  void server.restart();
  log.info(`Activated in ${Math.round(performance.now() - loadedAt)} ms`);
  return { context, status };
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
