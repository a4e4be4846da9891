import * as vscode from 'vscode';
import type { Context } from './context.ts';
import { Command, Method, type Environment } from './protocol.ts';
import { targetOf } from './target.ts';

/** Commands of the palette that need nothing but the server. */
export function registerCommands(context: Context, restart: () => Promise<void>): void {
  const all: Record<string, () => unknown> = {
    repairEnvironment: () => repair(context),
    async installMissing() {
      const target = await targetOf(context);
      return target && context.run(Command.installMissing, { project: target.project });
    },
    restart,
    showLog: () => context.log.show(),
    openWalkthrough: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.extension.id}#start`),
  };
  for (const [name, run] of Object.entries(all)) {
    context.extension.subscriptions.push(vscode.commands.registerCommand(`venvlens.${name}`, run));
  }
}

/** Makes the environment of the active file anew; the server keeps the former one until the new one works. */
async function repair(context: Context): Promise<void> {
  const target = await targetOf(context);
  const uri = target?.uri.toString();
  const why = uri && (await context.request<{ environment: Environment | null }>(Method.why, { uri }));
  if (why && why.environment) {
    await context.run(Command.recreateEnvironment, { prefix: why.environment.prefix });
  } else if (why) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no environment here to repair.'));
  }
}
