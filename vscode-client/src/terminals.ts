import * as path from 'node:path';
import * as vscode from 'vscode';
import { type Change, changesOf, NO_SHELLS, same, shellOf } from './changes.ts';
import type { Context } from './context.ts';
import { type Activation, Method } from './protocol.ts';
import { activeUri } from './target.ts';

type Collection = vscode.EnvironmentVariableCollection;

/** Terminals opened from now on have the environment of their folder; no command is typed for it. */
export function registerTerminals(context: Context): void {
  const { subscriptions, environmentVariableCollection } = context.extension;
  // The first terminal of a window opens before the server runs.
  environmentVariableCollection.persistent = true;
  const updates = new Map<string, Promise<void>>();
  const update = (folder: vscode.WorkspaceFolder) => {
    const key = folder.uri.toString();
    // One after the other, so that an answer cannot overwrite a later one.
    const last = (updates.get(key) ?? Promise.resolve()).then(() => updateFolder(context, folder));
    updates.set(key, last.catch((error) => context.log.error(`${Method.activation}: ${error}`)));
  };
  const updateAll = () => vscode.workspace.workspaceFolders?.forEach(update);
  subscriptions.push(
    context.onDidChangeEnvironment(({ uri }) => {
      vscode.workspace.workspaceFolders?.filter((folder) => same_(folder.uri, uri)).forEach(update);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('venvlens.terminal.activate')) {
        updateAll();
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      removed.forEach((workspaceFolder) => environmentVariableCollection.getScoped({ workspaceFolder }).clear());
      updateAll();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(updateAll),
    vscode.commands.registerCommand('venvlens.activateTerminal', () => type(context, 'activate')),
    vscode.commands.registerCommand('venvlens.deactivateTerminal', () => type(context, 'deactivate')),
  );
  updateAll();
}

/** The server may spell the address of a folder in another way than VS Code does. */
function same_(uri: vscode.Uri, told: string): boolean {
  return uri.toString() === vscode.Uri.parse(told).toString();
}

async function updateFolder(context: Context, workspaceFolder: vscode.WorkspaceFolder): Promise<void> {
  const collection = context.extension.environmentVariableCollection.getScoped({ workspaceFolder });
  const wanted = vscode.workspace.getConfiguration('venvlens', workspaceFolder).get('terminal.activate', true);
  if (!vscode.workspace.isTrusted) {
    // With a folder of the workspace in front of PATH, `ls` could be a program of whoever wrote it.
    const why = vscode.l10n.t('No environment is activated in Restricted Mode.');
    return write(collection, [], new vscode.MarkdownString(why));
  }
  if (!wanted) {
    return write(collection, [], undefined);
  }
  const found = await context.request<Activation>(Method.activation, { uri: workspaceFolder.uri.toString() });
  if (found !== undefined) {
    write(collection, changesOf(found.activation, path.delimiter), description(found));
  }
}

function description({ environment, activation }: Activation): vscode.MarkdownString {
  const name = environment?.prefix ?? '';
  const said = new vscode.MarkdownString();
  said.appendText(vscode.l10n.t('Activates {0}', name));
  activation?.remarks.forEach((remark) => said.appendText(`\n\n${remark}`));
  return said;
}

/** Leaves a collection alone that is right already: a change marks open terminals as stale. */
function write(collection: Collection, changes: readonly Change[], said: vscode.MarkdownString | undefined): void {
  if (!same(changes, changesIn(collection))) {
    collection.clear();
    const options = { applyAtProcessCreation: true, applyAtShellIntegration: true };
    changes.forEach(({ variable, type, value }) => collection[type](variable, value, options));
  }
  collection.description = said;
}

function changesIn(collection: Collection): readonly Change[] {
  return [...collection].map(([variable, { type, value }]) => ({
    variable,
    type: type === vscode.EnvironmentVariableMutatorType.Prepend ? 'prepend' : 'replace',
    value,
  }));
}

/** Types into the terminal at hand what its shell understands. Only the user asks for this. */
async function type(context: Context, which: 'activate' | 'deactivate'): Promise<void> {
  const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = activeUri() ?? folder;
  const options = terminal.creationOptions;
  const program = 'shellPath' in options ? options.shellPath : undefined;
  const shell = shellOf(terminal.state.shell ?? program ?? vscode.env.shell);
  const found = await context.request<Activation>(Method.activation, { uri: uri?.toString(), shell });
  const command = found?.commands[0]?.[which];
  if (command && !NO_SHELLS.includes(shell)) {
    terminal.show();
    terminal.sendText(command);
    return;
  }
  const reason = found?.commands[0]?.reason ?? found?.reason;
  void vscode.window.showWarningMessage(reason ?? vscode.l10n.t('No command is known for the shell {0}.', shell));
}
