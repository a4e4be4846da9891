import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Answer, EnvironmentChanged } from './protocol.ts';

/** What the parts of the client share. */
export interface Context {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Fires when a document or folder has another environment than before, or the first one known. */
  readonly onDidChangeEnvironment: vscode.Event<EnvironmentChanged>;
  /** The server's client; undefined while none runs. */
  client(): LanguageClient | undefined;
  environmentOf(uri: vscode.Uri): EnvironmentChanged | undefined;
  /** Runs a command of the server and shows what came of it. */
  run(command: string, argument: object): Promise<Answer | undefined>;
  /** Sends a request; undefined if there is no server or it cannot answer. */
  request<T>(method: string, params: object): Promise<T | undefined>;
}
