import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { Method } from './protocol.ts';

/** What a command is for: the active file's project, or else that of a workspace folder. */
export interface Target {
  readonly uri: vscode.Uri;
  readonly project: string;
  /** The project as the user calls it. */
  readonly name: string;
}

export async function targetOf(context: Context): Promise<Target | undefined> {
  const all = vscode.workspace.workspaceFolders ?? [];
  const folder = all.length > 1 && !activeUri() ? await vscode.window.showWorkspaceFolderPick() : all[0];
  const uri = activeUri() ?? folder?.uri;
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder or a Python file first.'));
    return undefined;
  }
  const known = context.environmentOf(uri);
  const found = known ?? (await context.request<{ project: string }>(Method.why, { uri: uri.toString() }));
  return found && { uri, project: found.project, name: nameOf(found.project) };
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

/** Where VS Code lets the user trust a folder; everything that is off leads there. */
export function manageTrust(): void {
  void vscode.commands.executeCommand('workbench.trust.manage');
}
