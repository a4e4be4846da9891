import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Context, Ran } from './context.ts';
import { type Action, type Event, exchange, key, NOTHING } from './exchange.ts';
import { exists, identityOf } from './identity.ts';
import { type Peer, PEERS } from './peers.ts';
import { type Activation, type Answer, Command, type CreateArguments, Method } from './protocol.ts';

/** How long an answer has to stay the same before it counts. */
const SETTLE_MS = 400;
/** How long after its start what an extension says is what it found, and not what the user chose. */
const START_MS = 3_000;
/** So long they may take to answer. */
const LIMIT_MS = 10_000;

/** Exchanges choices with Microsoft's extensions, where they are. They may be missing, fail, hang or lie. */
export function registerMicrosoft(context: Context): void {
  const { subscriptions } = context.extension;
  const peers = new Map<string, Peer>();
  const raw = new Map<string, string>();
  let state = NOTHING;

  const tell = (event: Event): void => {
    const [next, actions] = exchange(state, event);
    state = next;
    actions.forEach((action) => void carryOut(action));
  };

  async function carryOut(action: Action): Promise<void> {
    const { source, folder } = action;
    if (action.kind === 'select') {
      return takeUp(context, folder, raw.get(key(action)) ?? action.value);
    }
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const before = state.places[key(action)]?.told;
    const said = await ask(source, (peer) => peer.read(vscode.Uri.parse(folder)));
    const value = await identityOf(said);
    if (said !== undefined) {
      raw.set(key(action), said);
    }
    tell({ kind: 'read', source, folder, value, gone: before !== undefined && !(await exists(before)) });
  }

  /** Asks another extension for something, which may end in any way. */
  async function ask<T>(source: string, question: (peer: Peer) => Promise<T>): Promise<T | undefined> {
    const peer = peers.get(source);
    const problem = (error: unknown) => void context.log.warn(`${source}: ${error}`);
    return peer && limited(Promise.resolve(peer).then(question).catch(problem));
  }

  async function attach(source: string): Promise<void> {
    const extension = vscode.extensions.getExtension(source);
    // We start nobody; but where a Python file is open, VS Code is starting them anyway.
    const wanted = vscode.workspace.textDocuments.some((document) => document.languageId === 'python');
    if (extension === undefined || peers.has(source) || !(extension.isActive || wanted)) {
      return;
    }
    const peer = await PEERS[source]?.(await extension.activate());
    if (peer === undefined || peers.has(source)) {
      return;
    }
    peers.set(source, peer);
    const each = (kind: 'attached' | 'started' | 'changed') => () =>
      peer.places().forEach((uri) => tell({ kind, source, folder: uri.toString() }));
    const starting = setTimeout(each('started'), START_MS);
    subscriptions.push(peer.onDidChange(each('changed')), { dispose: () => clearTimeout(starting) });
    each('attached')();
  }

  const attachAll = () =>
    Object.keys(PEERS).forEach((source) =>
      void attach(source).catch((error) => context.log.warn(`${source}: ${error}`)),
    );

  async function offer(ran: Ran): Promise<void> {
    const chosen = await choiceOf(context, ran);
    const value = await identityOf(chosen?.path);
    if (chosen === undefined || value === undefined) {
      return;
    }
    const { folder } = chosen;
    tell({ kind: 'chosen', folder: folder.toString(), value });
    attachAll();
    const others: string[] = [];
    for (const [source, peer] of peers) {
      const kept = peer.places().some((uri) => uri.toString() === folder.toString());
      if (kept && (await identityOf(await ask(source, (one) => one.read(folder)))) !== value) {
        others.push(source);
      }
    }
    const shares = others.length > 0 && (await mayShare(context, chosen.path));
    // Another choice may have been made while the question stood there.
    if (shares && state.used[folder.toString()] === value) {
      for (const source of others) {
        await ask(source, (peer) => peer.write(folder, chosen.path));
      }
    }
  }

  subscriptions.push(
    vscode.extensions.onDidChange(attachAll),
    vscode.workspace.onDidOpenTextDocument(attachAll),
    context.onDidRun((ran) => void offer(ran)),
    context.onDidChangeEnvironment(async ({ uri, environment }) => {
      const value = await identityOf(environment?.executable ?? environment?.prefix);
      if (value !== undefined) {
        tell({ kind: 'used', folder: vscode.Uri.parse(uri).toString(), value });
      }
      attachAll();
    }),
  );
  attachAll();
}

/** What a command has made a project use, if it was for the user's choice. */
async function choiceOf(
  context: Context, { command, argument, answer }: Ran,
): Promise<{ folder: vscode.Uri; path: string } | undefined> {
  const chooses = command === Command.selectEnvironment || command === Command.createEnvironment;
  if (!chooses || answer.status !== 'done') {
    return undefined;
  }
  const { project, prefix, environment } = argument as Partial<CreateArguments> & { environment?: string | null };
  const folder = vscode.Uri.file(project ?? path.dirname(prefix ?? ''));
  const now = await context.request<Activation>(Method.activation, { uri: folder.toString() });
  // A global Python that nobody chose is nothing to tell others of.
  const some = typeof environment === 'string' || Object.keys(now?.activation?.set ?? {}).length > 0;
  const used = now?.environment?.executable ?? now?.environment?.prefix;
  return some && used !== undefined ? { folder, path: used } : undefined;
}

/** A choice that was made elsewhere is taken up without a word: the status bar shows it. */
async function takeUp(context: Context, folder: string, environment: string): Promise<void> {
  const project = (await context.request<{ project: string }>(Method.why, { uri: folder }))?.project;
  const wanted = { command: Command.selectEnvironment, arguments: [{ project, environment }] };
  const answer = project && (await context.request<Answer>('workspace/executeCommand', wanted));
  context.log.info(`${environment} was chosen in another extension: ${answer ? answer.message : 'no answer'}`);
}

/** Whether a choice goes to the others: by the setting, by what was answered before, or by asking. */
async function mayShare(context: Context, chosen: string): Promise<boolean> {
  const remembered = context.extension.globalState;
  const setting = vscode.workspace.getConfiguration('venvlens').inspect<string>('shareChoice');
  const said = setting?.workspaceFolderValue ?? setting?.workspaceValue ?? setting?.globalValue;
  const policy = said ?? remembered.get<string>('shareChoice', 'ask');
  if (policy !== 'ask') {
    return policy === 'always';
  }
  const [share, always, never] = [vscode.l10n.t('Share'), vscode.l10n.t('Always'), vscode.l10n.t('Never')];
  const question = vscode.l10n.t('Use {0} in the Python extensions of Microsoft too? They may note it in their settings.', chosen);
  const answer = await vscode.window.showInformationMessage(question, share, always, never);
  if (answer === always || answer === never) {
    await remembered.update('shareChoice', answer === always ? 'always' : 'never');
  }
  return answer === share || answer === always;
}

function limited<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setTimeout(resolve, LIMIT_MS, undefined))]);
}
