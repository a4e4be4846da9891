import * as vscode from 'vscode';
import type { Answer } from './protocol.ts';

const t = vscode.l10n.t;

/** Shows what came of a command, with the ways on; what went well is seen where it happened. */
export async function showAnswer(answer: Answer): Promise<void> {
  const failed = answer.status === 'failed';
  // What was cancelled has ways on only if something is left to do.
  if (!failed && answer.status !== 'refused' && !answer.next) {
    return;
  }
  const ways: Record<string, () => unknown> = {};
  for (const step of answer.next ?? []) {
    ways[step.title] = () => vscode.commands.executeCommand(step.command, ...step.arguments);
  }
  if (answer.untrusted) {
    ways[t('Manage Workspace Trust')] = () => vscode.commands.executeCommand('workbench.trust.manage');
  }
  if (failed) {
    ways[t('Show Log')] = () => vscode.commands.executeCommand('venvlens.showLog');
  }
  const show = failed ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const said = await show(answer.message, ...Object.keys(ways));
  await ways[said ?? '']?.();
}
