import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { Command, type EnvironmentChanged } from './protocol.ts';
import { activePlace } from './status.ts';

/** Commands of the palette that need nothing but the server. */
export function registerCommands(context: Context, restart: () => Promise<void>): void {
  const all: Record<string, () => unknown> = {
    repairEnvironment: () => about(context, ({ environment }) =>
      environment && context.run(Command.recreateEnvironment, {
        prefix: environment.prefix, interpreter: null, version: null, keep: null,
      })),
    installMissing: () => about(context, ({ project }) => context.run(Command.installMissing, { project })),
    restart,
    showLog: () => context.log.show(),
    openWalkthrough: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.extension.id}#start`),
  };
  for (const [name, run] of Object.entries(all)) {
    context.extension.subscriptions.push(vscode.commands.registerCommand(`venvlens.${name}`, run));
  }
}

/** Does something with what is known about the active file or folder, or says that nothing is. */
async function about(context: Context, act: (known: EnvironmentChanged) => unknown): Promise<unknown> {
  const place = activePlace();
  const known = place && context.environmentOf(place);
  return known ? act(known) : vscode.window.showInformationMessage(vscode.l10n.t('Open a folder or a Python file first.'));
}
