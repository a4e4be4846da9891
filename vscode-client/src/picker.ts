import { randomUUID } from 'node:crypto';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { type Answer, Command, type Listed, Method } from './protocol.ts';
import { expanded, pathOf, sections } from './rows.ts';
import { manageTrust, type Target, targetOf } from './target.ts';

/** A row of the list. Rows are told apart by `key`, since each batch makes them anew. */
interface Row extends vscode.QuickPickItem {
  readonly key?: string;
  readonly accept?: () => unknown;
  readonly buttons?: readonly Button[];
}

interface Button extends vscode.QuickInputButton {
  readonly act: () => unknown;
}

type Pick = vscode.QuickPick<Row>;

export function registerPicker(context: Context): void {
  const select = async () => {
    const target = await targetOf(context);
    if (target !== undefined) {
      openPicker(context, target);
    }
  };
  context.extension.subscriptions.push(vscode.commands.registerCommand('venvlens.selectInterpreter', select));
}

function openPicker(context: Context, target: Target): void {
  const pick: Pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Select Interpreter for {0}', target.project);
  pick.placeholder = vscode.l10n.t('Select a Python environment');
  pick.matchOnDescription = pick.matchOnDetail = pick.keepScrollPosition = true;
  const refresh = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Look Again') };
  pick.buttons = [refresh];
  let asked = new vscode.CancellationTokenSource();
  const look = (again: boolean) => {
    asked.cancel();
    asked = new vscode.CancellationTokenSource();
    void fill(context, target, pick, again, asked.token);
  };
  pick.onDidTriggerButton(() => look(true));
  pick.onDidTriggerItemButton(({ button }) => (button as Button).act());
  pick.onDidAccept(() => {
    const row = pick.selectedItems[0];
    pick.hide();
    row?.accept?.();
  });
  pick.onDidHide(() => {
    asked.cancel();
    pick.dispose();
  });
  pick.show();
  look(false);
}

/** Fills the list as the server finds environments; the row that the user is on stays where it is. */
async function fill(
  context: Context, target: Target, pick: Pick, refresh: boolean, token: vscode.CancellationToken,
): Promise<void> {
  const found: Listed[] = [];
  const show = () => {
    const first = found.find((one) => one.selected) ?? found[0];
    const active = pick.activeItems[0]?.key ?? (first && pathOf(first));
    const rows = [...actions(context, target), ...rowsOf(context, target, pick, found)];
    pick.items = rows;
    pick.activeItems = rows.filter((row) => row.key !== undefined && row.key === active);
  };
  pick.busy = true;
  try {
    await stream(context, { project: target.project, refresh }, token, (batch) => {
      found.push(...batch);
      if (!token.isCancellationRequested) {
        show();
      }
    });
  } catch (error) {
    if (!token.isCancellationRequested) {
      context.log.error(`${Method.environments}: ${error}`);
    }
  }
  if (!token.isCancellationRequested) {
    show();
    pick.busy = false;
  }
}

async function stream(
  context: Context, params: object, token: vscode.CancellationToken, take: (batch: readonly Listed[]) => void,
): Promise<void> {
  const client = context.client();
  // Not at the top: whatever is imported there is loaded before the server is started.
  const { ProgressType } = await import('vscode-languageclient/node');
  const partialResultToken = randomUUID();
  const listening = client?.onProgress(new ProgressType<readonly Listed[]>(), partialResultToken, take);
  try {
    await client?.sendRequest(Method.environments, { ...params, partialResultToken }, token);
  } finally {
    listening?.dispose();
  }
}

/** The rows above the environments. */
function actions(context: Context, target: Target): readonly Row[] {
  const trusted = vscode.workspace.isTrusted;
  const off = vscode.l10n.t('off in Restricted Mode: creating runs code. Choose this to manage workspace trust');
  const create = () => vscode.commands.executeCommand('venvlens.createEnvironment');
  const row = (key: string, label: string, accept: () => unknown): Row => ({ key, label, accept, alwaysShow: true });
  return [
    {
      ...row('create', `$(add) ${vscode.l10n.t('Create Environment…')}`, trusted ? create : manageTrust),
      ...(trusted ? {} : { description: off }),
    },
    row('browse', `$(folder-opened) ${vscode.l10n.t('Browse…')}`, () => browse(context, target)),
    row('enter', `$(edit) ${vscode.l10n.t('Enter interpreter path…')}`, () => enter(context, target)),
    row('automatic', `$(wand) ${vscode.l10n.t('Use automatic choice')}`, () => choose(context, target, null)),
  ];
}

function rowsOf(context: Context, target: Target, pick: Pick, found: readonly Listed[]): readonly Row[] {
  return sections(found).flatMap(({ title, entries }): readonly Row[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...entries.map((one) => rowOf(context, target, pick, one)),
  ]);
}

/** Nothing is said by an icon alone: a screen reader reads the words. */
function rowOf(context: Context, target: Target, pick: Pick, one: Listed): Row {
  const mark = one.faults.length > 0 ? '$(warning) ' : '';
  const used = one.selected ? [vscode.l10n.t('in use')] : [];
  return {
    key: pathOf(one),
    label: one.selected ? `$(check) ${one.label}` : one.label,
    description: [...used, one.kind, one.path].join(' · '),
    detail: mark + [...one.faults, one.origin].join(' · '),
    buttons: buttonsOf(context, target, pick, one),
    accept: () => choose(context, target, pathOf(one)),
  };
}

function buttonsOf(context: Context, target: Target, pick: Pick, one: Listed): readonly Button[] {
  const uri = vscode.Uri.file(one.prefix);
  const button = (icon: string, tooltip: string, act: () => unknown): Button => ({
    iconPath: new vscode.ThemeIcon(icon), tooltip, act,
  });
  const repair = () => {
    pick.hide();
    return context.run(Command.recreateEnvironment, { prefix: one.prefix, interpreter: null, version: null });
  };
  // The file manager of a remote machine cannot be shown, only what is in the explorer.
  const elsewhere = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  const reveal = elsewhere ? 'revealInExplorer' : 'revealFileInOS';
  const revealable = !elsewhere || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const show = () => vscode.commands.executeCommand(reveal, uri);
  const copy = () => vscode.env.clipboard.writeText(one.executable ?? one.prefix);
  return [
    ...(revealable ? [button('folder-opened', vscode.l10n.t('Reveal'), show)] : []),
    button('copy', vscode.l10n.t('Copy Path'), copy),
    ...(one.faults.length > 0 ? [button('tools', vscode.l10n.t('Repair'), repair)] : []),
    ...(one.removable ? [button('trash', vscode.l10n.t('Delete…'), () => remove(context, target, pick, one))] : []),
  ];
}

async function remove(context: Context, target: Target, pick: Pick, one: Listed): Promise<void> {
  pick.hide();
  const question = vscode.l10n.t('Delete {0}?', one.prefix);
  const detail = vscode.l10n.t('The folder and all that is installed in it are deleted. This cannot be undone.');
  const yes = vscode.l10n.t('Delete');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes) {
    await context.run(Command.removeEnvironment, { environment: one.prefix });
  }
  openPicker(context, target);
}

function choose(context: Context, target: Target, environment: string | null): Promise<Answer | undefined> {
  return context.run(Command.selectEnvironment, { project: target.project, environment });
}

async function browse(context: Context, target: Target): Promise<void> {
  // The dialogs of Windows and Linux ask for files or for folders; for both they would show folders only.
  const both = process.platform === 'darwin' || vscode.env.remoteName !== undefined;
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Select a Python interpreter or the folder of an environment'),
    openLabel: vscode.l10n.t('Select'),
    defaultUri: vscode.Uri.file(target.project),
    canSelectFiles: true,
    canSelectFolders: both,
  });
  if (chosen?.[0] !== undefined) {
    await choose(context, target, chosen[0].fsPath);
  }
}

/** Asks for a path until there is an environment at it; what is wrong with it is said in the box. */
function enter(context: Context, target: Target): void {
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('Enter Interpreter Path for {0}', path.basename(target.project));
  box.placeholder = vscode.l10n.t('Path of a Python, or of the folder of an environment, such as {0}', '~/.venvs/tools');
  const folder = vscode.workspace.getWorkspaceFolder(target.uri)?.uri.fsPath ?? target.project;
  const attempt = async () => {
    box.busy = true;
    const answer = await choose(context, target, expanded(box.value, os.homedir(), folder));
    box.busy = false;
    if (answer?.status === 'done') {
      box.hide();
    } else {
      box.validationMessage = answer?.message ?? vscode.l10n.t('The server did not answer.');
    }
  };
  box.onDidChangeValue(() => (box.validationMessage = undefined));
  box.onDidAccept(() => (box.value.trim() === '' ? undefined : attempt()));
  box.onDidHide(() => box.dispose());
  box.show();
}
