import * as vscode from 'vscode';
import * as plain from './plain.ts';
import { type Answer, Command, type NextStep } from './protocol.ts';

const t = vscode.l10n.t;

/** Ways on from a message, by the words on their buttons. */
export type Ways = Readonly<Record<string, () => unknown>>;
type Run = (command: string, argument: unknown) => Promise<unknown>;

const command = (id: string, argument?: unknown) => () => vscode.commands.executeCommand(id, argument);

export const showLog = (): Ways => ({ [t('Show Log')]: command('venvlens.showLog') });

/** Where VS Code lets the user trust a folder; everything that is off leads there. */
export const manageTrust = command('workbench.trust.manage');
export const trustWay = (): Ways => ({ [t('Manage Workspace Trust')]: manageTrust });

export function sayStopped(): undefined {
  const restart = { [t('Restart Server')]: command('venvlens.restart') };
  void offer('error', t('The server of VenvLens has stopped.'), { ...restart, ...showLog() });
}

/** Shows a message with buttons, and goes the way that the user chooses. */
export async function offer(how: 'error' | 'warning', message: string, ways: Ways): Promise<void> {
  const show = how === 'error' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const said = await show(plain.message(message), ...Object.keys(ways));
  await ways[said ?? '']?.();
}

/** Shows what came of a command, with the ways on; what went well is seen where it happened. */
export async function showAnswer({ status, message, next, untrusted }: Answer, run: Run): Promise<void> {
  // What was cancelled has ways on only if something is left to do.
  if (status === 'done' || status === 'planned' || (status === 'cancelled' && !next)) {
    return;
  }
  const steps = (next ?? []).map((step) => [step.title, way(step, run)] as const);
  await offer(status === 'failed' ? 'error' : 'warning', message, {
    ...Object.fromEntries(steps),
    ...(untrusted ? trustWay() : {}),
    ...(status === 'failed' ? showLog() : {}),
  });
}

/** What asks more before it does anything (so says its title) has lists of ours, which are better than a message. */
const ASKED_HERE: Readonly<Record<string, string>> = {
  [Command.createEnvironment]: 'venvlens.createEnvironment',
  [Command.selectEnvironment]: 'venvlens.selectInterpreter',
};

function way({ title, command: id, arguments: [sent] }: NextStep, run: Run): () => unknown {
  const ours = title.endsWith('…') ? ASKED_HERE[id] : undefined;
  return ours === undefined ? () => run(id, sent) : command(ours, (sent as { project?: string }).project);
}
