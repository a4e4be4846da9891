import { access } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Context, Ran } from './context.ts';
import { type Action, type Event, exchange, identityOf } from './exchange.ts';
import * as plain from './plain.ts';
import { type Activation, type Answer, Command, type CreateArguments, Method } from './protocol.ts';

const t = vscode.l10n.t;
/** How long an answer has to stay the same before it counts. */
const SETTLE_MS = 400;
/** How long after its start an extension is only finding out what there is. */
const START_MS = 2_000;
/** So long it may take to answer. */
const LIMIT_MS = 10_000;

/** Another extension that keeps a choice of environments for folders, named by folder or executable. */
interface Peer {
  places(): readonly vscode.Uri[];
  read(folder: vscode.Uri): Promise<string | undefined>;
  write(folder: vscode.Uri, path: string): Promise<void>;
  readonly onDidChange: vscode.Event<unknown>;
}

/** The parts that are used here of what the extensions export. */
interface Python {
  readonly ready?: Promise<void>;
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string } | undefined;
    updateActiveEnvironmentPath(path: string, resource?: vscode.Uri): Promise<void>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}
interface PythonEnvironments {
  getEnvironment(scope: vscode.Uri): Promise<{ readonly environmentPath: vscode.Uri } | undefined>;
  setEnvironment(scope: vscode.Uri, environment: object): Promise<void>;
  resolveEnvironment(path: vscode.Uri): Promise<object | undefined>;
  getPythonProjects?(): readonly { readonly uri: vscode.Uri }[];
  readonly onDidChangeEnvironment: vscode.Event<unknown>;
}

const folders = () => vscode.workspace.workspaceFolders?.map((folder) => folder.uri) ?? [];

type Wrap = (exported: never) => Promise<Peer>;
const PEERS: Readonly<Record<string, Wrap>> = {
  'ms-python.python': async ({ ready, environments }: Python) => {
    await ready;
    return {
      places: folders,
      read: async (folder) => environments.getActiveEnvironmentPath(folder)?.path,
      write: async (folder, path) => environments.updateActiveEnvironmentPath(path, folder),
      onDidChange: environments.onDidChangeActiveEnvironmentPath,
    };
  },
  'ms-python.vscode-python-envs': async (api: PythonEnvironments) => ({
    places: () => [...folders(), ...(api.getPythonProjects?.() ?? []).map((project) => project.uri)],
    read: async (folder) => (await api.getEnvironment(folder))?.environmentPath.fsPath,
    write: async (folder, path) => {
      const found = await api.resolveEnvironment(vscode.Uri.file(path));
      if (found === undefined) {
        throw new Error(`it does not know ${path}`);
      }
      return api.setEnvironment(folder, found);
    },
    onDidChange: api.onDidChangeEnvironment,
  }),
};

/** Exchanges choices with Microsoft's extensions, where they are. They may be missing, fail, hang or lie. */
export function registerMicrosoft(context: Context): void {
  const { subscriptions } = context.extension;
  const peers = new Map<string, Peer | undefined>();
  const latest = new Map<string, string>();
  const step = exchange();
  const warn = (source: string, error: unknown): undefined => void context.log.warn(`${source}: ${error}`);
  const tell = (event: Event): void => step(event).forEach((action) => void carryOut(action));

  /** Asks another extension for something, which may end in any way. */
  async function ask<T>(source: string, question: (peer: Peer) => Promise<T>): Promise<T | undefined> {
    const peer = peers.get(source);
    const answer = (async () => peer && question(peer))().catch((error: unknown) => warn(source, error));
    return Promise.race([answer, sleep(LIMIT_MS, undefined)]);
  }

  async function carryOut(action: Action): Promise<void> {
    const { source, folder } = action;
    if (action.kind === 'select') {
      return takeUp(context, folder, action.path);
    }
    await sleep(SETTLE_MS);
    const named = await ask(source, (peer) => peer.read(vscode.Uri.parse(folder)));
    const gone = action.before !== undefined && (await access(action.before).then(() => false, () => true));
    tell({ kind: 'read', source, folder, path: named, gone });
  }

  async function attach(source: string, wrap: Wrap): Promise<void> {
    const extension = vscode.extensions.getExtension(source);
    // We start nobody; but where a Python file is open, VS Code is starting them anyway.
    const starts = extension?.isActive || vscode.workspace.textDocuments.some((one) => one.languageId === 'python');
    if (extension === undefined || peers.has(source) || !starts) {
      return;
    }
    peers.set(source, undefined);
    const peer = await wrap((await extension.activate()) as never);
    peers.set(source, peer);
    const listen = () => peer.places().forEach((uri) => tell({ kind: 'changed', source, folder: uri.toString() }));
    await sleep(START_MS);
    subscriptions.push(peer.onDidChange(listen));
    listen();
  }

  const attachAll = () =>
    Object.entries(PEERS).forEach(([source, wrap]) =>
      void attach(source, wrap).catch((error: unknown) => warn(source, error)));

  /** Offers a choice that was made here to those who use something else for the same folder. */
  async function offer(ran: Ran): Promise<void> {
    const chosen = await choiceOf(context, ran);
    if (chosen === undefined) {
      return;
    }
    const folder = chosen.folder.toString();
    latest.set(folder, chosen.path);
    tell({ kind: 'chosen', folder, path: chosen.path });
    const keep = [...peers].filter(([, peer]) => peer?.places().some((uri) => uri.toString() === folder));
    const theirs = await Promise.all(keep.map(([source]) => ask(source, (peer) => peer.read(chosen.folder))));
    const others = keep.filter((_, at) => identityOf(theirs[at]) !== identityOf(chosen.path));
    // Another choice may have been made while the question stood there.
    if (others.length > 0 && (await mayShare(context, chosen.path)) && latest.get(folder) === chosen.path) {
      // At once: one that hangs must not bring the other a choice that is old by then.
      await Promise.all(others.map(([source]) => ask(source, (peer) => peer.write(chosen.folder, chosen.path))));
    }
  }

  subscriptions.push(
    vscode.extensions.onDidChange(attachAll),
    vscode.workspace.onDidOpenTextDocument(attachAll),
    context.onDidRun((ran) => void offer(ran).catch((error: unknown) => warn('sharing', error))),
    context.onDidChangeEnvironment(({ uri, environment }) => {
      attachAll();
      const used = environment?.executable ?? environment?.prefix;
      if (used !== undefined) {
        tell({ kind: 'used', folder: uri, path: used });
      }
    }),
  );
  attachAll();
}

/** What a command has made a project use, if it was for the user's choice. */
async function choiceOf(context: Context, { command, argument, answer }: Ran) {
  const chooses = command === Command.selectEnvironment || command === Command.createEnvironment;
  if (!chooses || answer.status !== 'done') {
    return undefined;
  }
  const { project, prefix, environment } = argument as Partial<CreateArguments> & { environment?: string | null };
  const folder = vscode.Uri.file(project ?? path.dirname(prefix ?? ''));
  const now = await context.request<Activation>(Method.activation, { uri: folder.toString() });
  const used = now?.environment?.executable ?? now?.environment?.prefix;
  // A global Python that is used for want of anything better is nothing to tell others of.
  const some = typeof environment === 'string' || Object.keys(now?.activation?.set ?? {}).length > 0;
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
  const set = vscode.workspace.getConfiguration('venvlens').inspect<string>('shareChoice');
  const policy = set?.workspaceValue ?? set?.globalValue ?? remembered.get('shareChoice', 'ask');
  if (policy !== 'ask') {
    return policy === 'always';
  }
  const [share, always, never] = [t('Share'), t('Always'), t('Never')];
  const name = plain.message(vscode.workspace.asRelativePath(chosen));
  const said = await vscode.window.showInformationMessage(
    t('Use {0} in the Python extensions of Microsoft too? They may note it in .vscode/settings.json.', name),
    share, always, never,
  );
  if (said === always || said === never) {
    await remembered.update('shareChoice', said === always ? 'always' : 'never');
  }
  return said === share || said === always;
}
