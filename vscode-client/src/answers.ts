import * as vscode from 'vscode';
import type { Answer } from './protocol.ts';

/** Ways on from a message, by the words on their buttons. */
export type Ways = Readonly<Record<string, () => unknown>>;

const command = (id: string, ...args: readonly unknown[]) => () => vscode.commands.executeCommand(id, ...args);

export const showLog = (): Ways => ({ [vscode.l10n.t('Show Log')]: command('venvlens.showLog') });

/** Shows a message with buttons, and goes the way that the user chooses. */
export async function offer(how: 'error' | 'warning', message: string, ways: Ways): Promise<void> {
  const show = how === 'error' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const said = await show(message, ...Object.keys(ways));
  await ways[said ?? '']?.();
}

/** Shows what came of a command, with the ways on; what went well is seen where it happened. */
export async function showAnswer({ status, message, next, untrusted }: Answer): Promise<void> {
  // What was cancelled has ways on only if something is left to do.
  if (status === 'done' || status === 'planned' || (status === 'cancelled' && !next)) {
    return;
  }
  const steps = (next ?? []).map((step) => [step.title, command(step.command, ...step.arguments)] as const);
  await offer(status === 'failed' ? 'error' : 'warning', message, {
    ...Object.fromEntries(steps),
    ...(untrusted ? { [vscode.l10n.t('Manage Workspace Trust')]: command('workbench.trust.manage') } : {}),
    ...(status === 'failed' ? showLog() : {}),
  });
}
