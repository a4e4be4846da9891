import * as vscode from 'vscode';
import * as plain from './plain.ts';
import { shown, type Shown } from './shown.ts';
import type { Server } from './server.ts';

/** Between the end of line sequence and the language, which VS Code puts at 100.2 and 100.1. */
const PRIORITY = 100.15;
/** Findings come file by file, also those of others. */
const SETTLE_MS = 100;

const SHOWN_FOR: vscode.DocumentSelector = [
  ...['python', 'toml', 'pip-requirements', 'jupyter'].map((language) => ({ language })),
  { pattern: '**/{requirements*.txt,pyproject.toml,Pipfile,*.ipynb}' },
];
const LINKED = ['selectInterpreter', 'createEnvironment', 'repairEnvironment', 'why', 'doctor', 'restart', 'showLog'];

/** Shows the environment of the active editor; returns what is shown now, if anything is. */
export function registerStatus(extension: vscode.ExtensionContext, server: Server): () => Shown | undefined {
  const item = vscode.window.createStatusBarItem('venvlens.environment', vscode.StatusBarAlignment.Right, PRIORITY);
  item.name = vscode.l10n.t('Python Environment (VenvLens)');
  const detail = vscode.languages.createLanguageStatusItem('venvlens.environment', SHOWN_FOR);
  detail.name = item.name;
  let now: Shown | undefined;
  let later: NodeJS.Timeout | undefined;

  function update(): void {
    const active = activeDocument();
    const changed = active && server.environmentOf(active);
    const { isTrusted: trusted } = vscode.workspace;
    now = active && shown(
      { changed, activity: server.activity(), findings: findings(active, changed?.project), trusted }, vscode.l10n.t,
    );
    if (now) {
      draw(item, detail, now);
      item.show();
    } else {
      item.hide();
    }
  }

  function updateSoon(): void {
    clearTimeout(later);
    later = setTimeout(update, SETTLE_MS);
  }

  function follow(): void {
    const active = activeDocument();
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
    server.follow([...(active ? [active] : []), ...folders]);
    update();
  }

  extension.subscriptions.push(
    item, detail, { dispose: () => clearTimeout(later) },
    server.onDidChangeEnvironment(update),
    server.onDidChangeActivity(update),
    vscode.languages.onDidChangeDiagnostics(updateSoon),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.window.onDidChangeActiveNotebookEditor(follow),
    vscode.workspace.onDidChangeWorkspaceFolders(follow),
  );
  follow();
  return () => now;
}

/** The document in the active editor, if it has to do with an environment. */
function activeDocument(): vscode.Uri | undefined {
  const { activeNotebookEditor: book, activeTextEditor: text } = vscode.window;
  const isShown = text && vscode.languages.match(SHOWN_FOR, text.document);
  return book?.notebook.notebookType.includes('jupyter') ? book.notebook.uri : isShown ? text.document.uri : undefined;
}

function draw(item: vscode.StatusBarItem, detail: vscode.LanguageStatusItem, now: Shown): void {
  const tooltip = new vscode.MarkdownString(now.tooltip, true);
  tooltip.isTrusted = { enabledCommands: ['workbench.trust.manage', ...LINKED.map((name) => `venvlens.${name}`)] };
  item.text = now.text;
  item.tooltip = tooltip;
  item.command = now.command;
  item.backgroundColor = now.color && new vscode.ThemeColor(`statusBarItem.${now.color}Background`);
  item.accessibilityInformation = { label: now.spoken, role: 'button' };
  const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
  detail.text = plain.label(now.label);
  detail.severity = now.color === 'error' ? Error : now.color === 'warning' ? Warning : Information;
  detail.busy = now.text.includes('~spin');
  const [restart, select] = [vscode.l10n.t('Restart Server'), vscode.l10n.t('Select Interpreter')];
  detail.command = { command: now.command, title: now.command === 'venvlens.restart' ? restart : select };
}

function findings(active: vscode.Uri, project: string | undefined): { file: number; project: number } {
  const below = project === undefined ? '/' : `${vscode.Uri.file(project).path}/`;
  const ours = vscode.languages.getDiagnostics().flatMap(([uri, all]) =>
    all.filter((one) => one.source === 'venvlens').map(() => uri.path));
  // Cells have the path of their notebook.
  const count = (counts: (at: string) => boolean) => ours.filter(counts).length;
  return { file: count((at) => at === active.path), project: count((at) => at.startsWith(below)) };
}
