import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Answer, EnvironmentChanged } from './protocol.ts';

/** A command of the server that was carried out, or was not. */
export interface Ran {
  readonly command: string;
  readonly argument: unknown;
  readonly answer: Answer;
}

/** What the parts of the client share. */
export interface Context {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Fires when a document or folder has another environment than before, or the first one known. */
  readonly onDidChangeEnvironment: vscode.Event<EnvironmentChanged>;
  /** Fires when a command of the server has answered, whoever asked for it. */
  readonly onDidRun: vscode.Event<Ran>;
  /** The server's client; undefined while none runs. */
  client(): LanguageClient | undefined;
  environmentOf(uri: vscode.Uri): EnvironmentChanged | undefined;
  /** Runs a command of the server and shows what came of it. */
  run(command: string, argument: object): Promise<Answer | undefined>;
  /** Sends a request; undefined if there is no server or it cannot answer. */
  request<T>(method: string, params: object, token?: vscode.CancellationToken): Promise<T | undefined>;
}
