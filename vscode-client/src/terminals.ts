import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { offer, trustWay } from './answers.ts';
import { type Change, changesOf, NO_SHELLS, same, shellOf } from './changes.ts';
import type { Context } from './context.ts';
import { type Activation, Method } from './protocol.ts';
import { activeUri } from './target.ts';

type Collection = vscode.EnvironmentVariableCollection;
const t = vscode.l10n.t;

/** Terminals opened from now on have the environment of their folder; no command is typed for it. */
export function registerTerminals(context: Context): void {
  const { subscriptions, environmentVariableCollection } = context.extension;
  // The first terminal of a window opens before the server runs.
  environmentVariableCollection.persistent = true;
  let last = Promise.resolve();
  const update = (workspaceFolder: vscode.WorkspaceFolder): void => {
    const collection = environmentVariableCollection.getScoped({ workspaceFolder });
    // One after the other, so that an answer cannot overwrite a later one.
    const failed = (error: unknown) => context.log.error(String(error));
    last = last.then(() => fill(context, collection, workspaceFolder)).catch(failed);
  };
  const updateAll = () => vscode.workspace.workspaceFolders?.forEach(update);
  const scripted = new WeakSet<vscode.Terminal>();
  subscriptions.push(
    context.onDidChangeEnvironment(({ uri }) =>
      vscode.workspace.workspaceFolders?.filter((folder) => folder.uri.toString() === uri).forEach(update)),
    vscode.workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration('venvlens.terminal.activate') && updateAll(),
    ),
    vscode.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      removed.forEach((workspaceFolder) => environmentVariableCollection.getScoped({ workspaceFolder }).clear());
      added.forEach(update);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(updateAll),
    vscode.commands.registerCommand('venvlens.activateTerminal', () => type(context, 'activate', scripted)),
    vscode.commands.registerCommand('venvlens.deactivateTerminal', () => type(context, 'deactivate', scripted)),
  );
  updateAll();
}

/** Brings the changes of a folder up to date; where the server does not answer, they stay. */
async function fill(context: Context, collection: Collection, folder: vscode.WorkspaceFolder): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    // With a folder of the workspace in front of PATH, `ls` could be a program of whoever wrote it.
    return write(collection, [], t('No environment is activated in Restricted Mode.'));
  }
  if (!vscode.workspace.getConfiguration('venvlens', folder).get('terminal.activate', true)) {
    return write(collection, [], '');
  }
  const found = await context.request<Activation>(Method.activation, { uri: folder.uri.toString() });
  if (found === undefined) {
    // Without a server that tells better, what the last session has left holds; but not if it is gone since.
    const said = [...collection].filter(([, { type }]) => type === vscode.EnvironmentVariableMutatorType.Prepend);
    const folders = said.flatMap(([, { value }]) => value.split(path.delimiter)).filter(path.isAbsolute);
    return folders.every((one) => existsSync(one)) ? undefined : write(collection, [], '');
  }
  const remarks = found.activation?.remarks ?? [];
  const said = [t('Activates {0}', found.environment?.prefix ?? ''), ...remarks].join('\n\n');
  write(collection, changesOf(found.activation, path.delimiter), said);
}

/** Leaves a collection alone that is right already: a change marks open terminals as stale. */
function write(collection: Collection, changes: readonly Change[], said: string): void {
  const { Prepend } = vscode.EnvironmentVariableMutatorType;
  const there = [...collection].map(([variable, { type, value }]): Change =>
    ({ variable, type: type === Prepend ? 'prepend' : 'replace', value }));
  if (!same(changes, there)) {
    collection.clear();
    const options = { applyAtProcessCreation: true, applyAtShellIntegration: true };
    changes.forEach(({ variable, type, value }) => collection[type](variable, value, options));
  }
  collection.description = said ? new vscode.MarkdownString().appendText(said) : undefined;
}

/** Types into the terminal at hand what its shell understands. Only the user asks for this. */
async function type(context: Context, which: 'activate' | 'deactivate', scripted: WeakSet<vscode.Terminal>) {
  if (!vscode.workspace.isTrusted) {
    return offer('warning', t('No environment is activated in Restricted Mode.'), trustWay());
  }
  const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal();
  const { creationOptions, state } = terminal;
  const program = 'shellPath' in creationOptions ? creationOptions.shellPath : undefined;
  const shell = shellOf(state.shell ?? program ?? vscode.env.shell);
  const uri = activeUri() ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const found = NO_SHELLS.includes(shell)
    ? undefined
    : await context.request<Activation>(Method.activation, { uri: uri?.toString(), shell });
  const command = found?.commands[0];
  // What a script has not activated has no `deactivate`: its variables are taken back instead.
  const text = which === 'activate' || scripted.has(terminal) ? command?.[which] : command?.plain?.[which];
  if (!text) {
    const reason = command?.reason ?? found?.reason ?? t('No command is known for the shell {0}.', shell);
    return offer('warning', reason, {});
  }
  scripted[which === 'activate' ? 'add' : 'delete'](terminal);
  terminal.show();
  terminal.sendText(text);
}
