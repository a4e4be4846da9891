import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { Method, type Report } from './protocol.ts';
import { targetOf } from './target.ts';

const SCHEME = 'venvlens';

/** Shows what the server tells at length, as documents that nobody can edit. */
export function registerDocuments(context: Context): void {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(shown) {
      const report = await context.request<Report>(Method.report, { uri: shown.query, about: shown.fragment });
      return report?.text ?? vscode.l10n.t('The server of VenvLens gave no answer; its log may tell more.');
    },
  };

  async function show(about: 'why' | 'doctor', title: string): Promise<void> {
    const target = await targetOf(context);
    if (!target) {
      return;
    }
    const query = target.uri.toString();
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}.md`, query, fragment: about });
    changed.fire(uri);
    if (vscode.extensions.getExtension('vscode.markdown-language-features')) {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } else {
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  }

  context.extension.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    vscode.commands.registerCommand('venvlens.why', () => show('why', vscode.l10n.t('Why This Environment'))),
    vscode.commands.registerCommand('venvlens.doctor', () => show('doctor', vscode.l10n.t('Doctor'))),
  );
}
