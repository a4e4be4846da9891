import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { Method } from './protocol.ts';

/** What a command is for: the active file's project, or else that of a workspace folder. */
export interface Target {
  readonly uri: vscode.Uri;
  readonly project: string;
}

export async function targetOf(context: Context): Promise<Target | undefined> {
  const uri = activeUri() ?? (await folderUri());
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file or a folder first.'));
    return undefined;
  }
  const project =
    context.environmentOf(uri)?.project ??
    (await context.request<{ project: string }>(Method.why, { uri: uri.toString() }))?.project;
  return project === undefined ? undefined : { uri, project };
}

export function activeUri(): vscode.Uri | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
  const uri = notebook ?? vscode.window.activeTextEditor?.document.uri;
  // An output channel or a diff is an editor too, and belongs to no project.
  return uri?.scheme === 'file' ? uri : undefined;
}

async function folderUri(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? (await vscode.window.showWorkspaceFolderPick())?.uri : folders[0]?.uri;
}

/** Where VS Code lets the user trust a folder; everything that is off leads there. */
export function manageTrust(): void {
  void vscode.commands.executeCommand('workbench.trust.manage');
}
