import * as vscode from 'vscode';
import { shown, type Shown } from './shown.ts';
import type { Server } from './server.ts';

/** Between the end of line sequence and the language, which VS Code puts at 100.2 and 100.1. */
const PRIORITY = 100.15;

const SHOWN_FOR: vscode.DocumentSelector = [
  ...['python', 'toml', 'pip-requirements', 'jupyter'].map((language) => ({ language })),
  { pattern: '**/{requirements*.txt,pyproject.toml,Pipfile,*.ipynb}' },
];

const LINKED = [
  ...['selectInterpreter', 'createEnvironment', 'repairEnvironment', 'why', 'doctor', 'restart', 'showLog'].map((name) => `venvlens.${name}`),
  'workbench.trust.manage',
];

/** Findings come file by file, also those of others. */
const SETTLE_MS = 100;

/** Shows the environment of the active editor; returns what is shown now, if anything is. */
export function registerStatus(extension: vscode.ExtensionContext, server: Server): () => Shown | undefined {
  const item = vscode.window.createStatusBarItem('venvlens.environment', vscode.StatusBarAlignment.Right, PRIORITY);
  item.name = vscode.l10n.t('Python Environment (VenvLens)');
  const detail = vscode.languages.createLanguageStatusItem('venvlens.environment', SHOWN_FOR);
  detail.name = item.name;
  let now: Shown | undefined;

  function update(): void {
    const active = activeDocument();
    now = active && shown({
      changed: server.environmentOf(active),
      activity: server.activity(),
      findings: findings(active, server.environmentOf(active)?.project),
      trusted: vscode.workspace.isTrusted,
    }, vscode.l10n.t);
    if (now) {
      draw(item, detail, now);
      item.show();
    } else {
      item.hide();
    }
  }

  let later: NodeJS.Timeout | undefined;
  const updateSoon = () => {
    clearTimeout(later);
    later = setTimeout(update, SETTLE_MS);
  };

  function follow(): void {
    const active = activeDocument();
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
    server.follow([...(active ? [active] : []), ...folders]);
    update();
  }

  extension.subscriptions.push(
    item, detail,
    { dispose: () => clearTimeout(later) },
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
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  const document = vscode.window.activeTextEditor?.document;
  if (notebook?.notebookType.includes('jupyter')) {
    return notebook.uri;
  }
  return document && vscode.languages.match(SHOWN_FOR, document) ? document.uri : undefined;
}

function draw(item: vscode.StatusBarItem, detail: vscode.LanguageStatusItem, now: Shown): void {
  const tooltip = new vscode.MarkdownString(now.tooltip, true);
  tooltip.isTrusted = { enabledCommands: LINKED };
  item.text = now.text;
  item.tooltip = tooltip;
  item.command = now.command;
  item.backgroundColor = now.color && new vscode.ThemeColor(`statusBarItem.${now.color}Background`);
  item.accessibilityInformation = { label: now.spoken, role: 'button' };
  detail.text = now.label;
  detail.severity = severity(now);
  detail.busy = now.text.includes('~spin');
  detail.command = { command: now.command, title: vscode.l10n.t('Select Interpreter') };
}

function severity(now: Shown): vscode.LanguageStatusSeverity {
  const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
  return now.color === 'error' ? Error : now.color === 'warning' ? Warning : Information;
}

function findings(active: vscode.Uri, project: string | undefined): { file: number; project: number } {
  const ours = vscode.languages.getDiagnostics().map(
    ([uri, all]) => ({ uri, count: all.filter((one) => one.source === 'venvlens').length }),
  );
  const sum = (of: (uri: vscode.Uri) => boolean) => ours.reduce((total, one) => total + (of(one.uri) ? one.count : 0), 0);
  const below = project && vscode.Uri.file(project).path + '/';
  return {
    // Cells have the path of their notebook.
    file: sum((uri) => uri.path === active.path),
    project: sum((uri) => !below || uri.path.startsWith(below)),
  };
}
