import * as path from 'node:path';
import * as vscode from 'vscode';
import { sayStopped } from './answers.ts';
import type { Context } from './context.ts';
import { Method } from './protocol.ts';

/** What a command is for: the active file's project, or else that of a workspace folder. */
export interface Target {
  readonly uri: vscode.Uri;
  readonly project: string;
  /** The project as the user calls it. */
  readonly name: string;
}

/** `named` is what a command was called with: menus send what they are for, and only our own send a project's path. */
export async function targetOf(context: Context, named?: unknown): Promise<Target | undefined> {
  const uri = typeof named === 'string' ? vscode.Uri.file(named) : (activeUri() ?? (await someFolder()));
  if (uri === undefined) {
    return undefined;
  }
  const known = context.environmentOf(uri);
  const found = known ?? (await context.request<{ project: string }>(Method.why, { uri: uri.toString() }));
  if (!found && !context.client()) {
    return sayStopped();
  }
  return found && { uri, project: found.project, name: nameOf(found.project) };
}

async function someFolder(): Promise<vscode.Uri | undefined> {
  const all = vscode.workspace.workspaceFolders ?? [];
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder or a Python file first.'));
  }
  return (all.length > 1 ? await vscode.window.showWorkspaceFolderPick() : all[0])?.uri;
}

export function activeUri(): vscode.Uri | undefined {
  const { activeNotebookEditor, activeTextEditor } = vscode.window;
  const uri = activeNotebookEditor?.notebook.uri ?? activeTextEditor?.document.uri;
  // An output channel is an editor too, and belongs to no project.
  return uri?.scheme === 'file' ? uri : undefined;
}

function nameOf(project: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project));
  return folder ? path.posix.join(folder.name, path.relative(folder.uri.fsPath, project)) : project;
}
