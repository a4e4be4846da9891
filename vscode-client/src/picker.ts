import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { manageTrust } from './answers.ts';
import type { Context } from './context.ts';
import * as plain from './plain.ts';
import { type Answer, Command, type Listed, Method } from './protocol.ts';
import { expanded, pathOf, sections } from './rows.ts';
import { type Target, targetOf } from './target.ts';

const t = vscode.l10n.t;
/** Key of the first row. */
const FIRST = 'create';
/** For so long nothing is shown that is not sure to have the row to begin on. */
const WAIT_MS = 200;

/** A row of the list. Each batch makes them anew, so that they are told apart by `key`. */
interface Row extends vscode.QuickPickItem {
  readonly key?: string;
  readonly accept?: () => unknown;
}
interface Button extends vscode.QuickInputButton {
  readonly act: () => unknown;
}

/** An open list, and what it is for. */
interface Picker {
  readonly context: Context;
  readonly target: Target;
  readonly list: vscode.QuickPick<Row>;
}

export function registerPicker(context: Context): void {
  const select = async (project: unknown) => {
    const target = await targetOf(context, project);
    if (target !== undefined) {
      open(context, target);
    }
  };
  context.extension.subscriptions.push(vscode.commands.registerCommand('venvlens.selectInterpreter', select));
}

function open(context: Context, target: Target): void {
  const list = vscode.window.createQuickPick<Row>();
  list.title = t('Select Interpreter for {0}', target.name);
  list.placeholder = t('Select a Python environment');
  list.matchOnDescription = list.matchOnDetail = list.keepScrollPosition = true;
  let asked = new vscode.CancellationTokenSource();
  const look = (refresh: boolean) => {
    asked.cancel();
    asked = new vscode.CancellationTokenSource();
    void fill({ context, target, list }, refresh, asked.token);
  };
  list.buttons = [button('refresh', t('Look Again'), () => look(true))];
  list.onDidTriggerButton((pressed) => (pressed as Button).act());
  list.onDidTriggerItemButton((pressed) => (pressed.button as Button).act());
  list.onDidAccept(() => {
    const row = list.selectedItems[0];
    list.hide();
    row?.accept?.();
  });
  list.onDidHide(() => {
    asked.cancel();
    list.dispose();
  });
  list.show();
  look(false);
}

/** Fills the list as the server finds environments, and does not move the row that the user has gone to. */
async function fill(picker: Picker, refresh: boolean, token: vscode.CancellationToken): Promise<void> {
  const { context, target, list } = picker;
  const begun = performance.now();
  /** Whether there is nothing in use, so that nothing is better than to create. */
  const isFree = context.environmentOf(target.uri)?.state === 'none';
  const found: Listed[] = [];
  let active = list.activeItems[0]?.key;
  let asked: string | undefined;
  let shown: number | undefined;
  const activate = (key?: string) => (list.activeItems = list.items.filter((row) => row.key && row.key === key));
  const show = () => {
    const best = found.find((one) => one.selected) ?? (isFree ? undefined : found[0]);
    asked = active ??= best ? pathOf(best) : FIRST;
    shown = found.length;
    list.items = rowsOf(picker, found);
    activate(active);
  };
  // New rows make the first one active, and then ours: what the user does before that is told is kept.
  const moving = list.onDidChangeActive(([row]) => {
    if (asked === undefined || (row?.key !== asked && row?.key !== FIRST)) {
      active = row?.key;
    } else if (row.key === asked) {
      asked = undefined;
      activate(active);
    }
  });
  const take = (batch: readonly Listed[]) => {
    found.push(...batch);
    // What is looked at again takes the place of what is shown when all of it is there.
    const isSure = shown !== undefined || isFree || found.some((one) => one.selected);
    const enough = isSure || performance.now() - begun >= WAIT_MS;
    if (enough && found.length > 0 && !refresh && !token.isCancellationRequested) {
      show();
    }
  };
  token.onCancellationRequested(() => moving.dispose());
  const late = setTimeout(take, WAIT_MS, []);
  list.busy = true;
  // Not at the top: whatever is imported there is loaded before the server is started.
  const { ProgressType } = await import('vscode-languageclient/node');
  const partialResultToken = randomUUID();
  const listening = context.client()?.onProgress(new ProgressType<readonly Listed[]>(), partialResultToken, take);
  await context.request(Method.environments, { project: target.project, refresh, partialResultToken }, token);
  listening?.dispose();
  clearTimeout(late);
  if (!token.isCancellationRequested) {
    list.busy = false;
    if (shown !== found.length) {
      show();
    }
  }
}

function rowsOf(picker: Picker, found: readonly Listed[]): readonly Row[] {
  const { context, target } = picker;
  const create = () => vscode.commands.executeCommand('venvlens.createEnvironment');
  const why = t('Off in Restricted Mode, as it runs code. Choose this to manage workspace trust.');
  const off = vscode.workspace.isTrusted ? {} : { detail: why, accept: manageTrust };
  return [
    { key: FIRST, label: `$(add) ${t('Create Environment…')}`, accept: create, ...off },
    { key: 'browse', label: `$(folder-opened) ${t('Browse…')}`, accept: () => browse(context, target) },
    { key: 'enter', label: `$(edit) ${t('Enter interpreter path…')}`, accept: () => enter(context, target) },
    { key: 'automatic', label: `$(wand) ${t('Use automatic choice')}`, accept: () => choose(context, target, null) },
    ...sections(found).flatMap(({ title, entries }): readonly Row[] => [
      { label: title, kind: vscode.QuickPickItemKind.Separator },
      ...entries.map((one) => rowOf(picker, one)),
    ]),
  ];
}

/** Nothing is said by an icon alone: a screen reader reads the words. */
function rowOf(picker: Picker, one: Listed): Row {
  const mark = one.faults.length > 0 ? '$(warning) ' : '';
  return {
    key: pathOf(one),
    label: (one.selected ? '$(check) ' : '') + plain.label(one.label),
    description: plain.label([...(one.selected ? [t('in use')] : []), one.kind, one.path].join(' · ')),
    detail: mark + plain.label([...one.faults, one.origin].join(' · ')),
    buttons: buttonsOf(picker, one),
    accept: () => choose(picker.context, picker.target, pathOf(one)),
  };
}

function buttonsOf(picker: Picker, one: Listed): readonly Button[] {
  const uri = vscode.Uri.file(one.prefix);
  // The file manager of a remote machine cannot be shown, only what is in the explorer.
  const remote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  const revealable = !remote || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const show = () => vscode.commands.executeCommand(remote ? 'revealInExplorer' : 'revealFileInOS', uri);
  const copy = () => vscode.env.clipboard.writeText(one.executable ?? one.prefix);
  const repair = () => {
    picker.list.hide();
    return picker.context.run(Command.recreateEnvironment, { prefix: one.prefix });
  };
  return [
    ...(revealable ? [button('folder-opened', t('Reveal'), show)] : []),
    button('copy', t('Copy Path'), copy),
    ...(one.faults.length > 0 ? [button('tools', t('Repair'), repair)] : []),
    ...(one.removable ? [button('trash', t('Delete…'), () => remove(picker, one))] : []),
  ];
}

function button(icon: string, tooltip: string, act: () => unknown): Button {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip, act };
}

async function remove({ context, target, list }: Picker, one: Listed): Promise<void> {
  list.hide();
  const detail = t('The folder and all that is installed in it are deleted. This cannot be undone.');
  const yes = t('Delete');
  if ((await vscode.window.showWarningMessage(t('Delete {0}?', one.prefix), { modal: true, detail }, yes)) === yes) {
    await context.run(Command.removeEnvironment, { environment: one.prefix });
  }
  open(context, target);
}

function choose(context: Context, { project }: Target, environment: string | null): Promise<Answer | undefined> {
  return context.run(Command.selectEnvironment, { project, environment });
}

async function browse(context: Context, target: Target): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('Select a Python interpreter or the folder of an environment'),
    openLabel: t('Select'),
    defaultUri: vscode.Uri.file(target.project),
    canSelectFiles: true,
    // The dialogs of Windows and Linux are for files or for folders: for both they would show folders only.
    canSelectFolders: process.platform === 'darwin' || vscode.env.remoteName !== undefined,
  });
  if (chosen?.[0] !== undefined) {
    await choose(context, target, chosen[0].fsPath);
  }
}

/** Asks for a path until there is an environment at it; what is wrong with it is said in the box. */
function enter(context: Context, target: Target): void {
  const box = vscode.window.createInputBox();
  const folder = vscode.workspace.getWorkspaceFolder(target.uri)?.uri.fsPath ?? target.project;
  box.title = t('Enter Interpreter Path for {0}', target.name);
  box.placeholder = t('Path of a Python or of the folder of an environment, such as {0}', '~/.venvs/tools');
  box.onDidChangeValue(() => (box.validationMessage = undefined));
  box.onDidAccept(async () => {
    const environment = expanded(box.value, homedir(), folder);
    const wanted = { command: Command.selectEnvironment, arguments: [{ project: target.project, environment }] };
    // Not by `run`, which would say it in a message too.
    const answer = box.value.trim() ? await context.request<Answer>('workspace/executeCommand', wanted) : undefined;
    if (answer?.status === 'done') {
      box.hide();
      await choose(context, target, environment); // now for all to hear
    } else {
      box.validationMessage = plain.message(answer?.message ?? t('Enter a path.'));
    }
  });
  box.onDidHide(() => box.dispose());
  box.show();
}
