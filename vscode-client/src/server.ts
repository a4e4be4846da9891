import { spawn, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import type {
  CloseAction, ErrorAction, ExecuteCommandSignature, LanguageClient, LanguageClientOptions,
} from 'vscode-languageclient/node';
import { showAnswer } from './answers.ts';
import type { Context, Ran } from './context.ts';
import { forget, launch, type Launch } from './launch.ts';
import { loadedAt } from './loaded.ts';
import { Method, type Answer, type EnvironmentChanged, type InitializationOptions } from './protocol.ts';
import { sent } from './settings.ts';

const t = vscode.l10n.t;

/** So often in this time it is started again by itself. */
const RESTARTS = 4;
const RESTART_MS = 180_000;
const FOLLOW_MS = 50;
const CONTINUE: ErrorAction.Continue = 1;
const DO_NOT_RESTART: CloseAction.DoNotRestart = 1;

/** Files that the server judges, and those that it has findings for. */
const SELECTOR = [
  ...['file', 'untitled', 'vscode-notebook-cell'].map((scheme) => ({ scheme, language: 'python' })),
  { scheme: 'file', pattern: '**/{pyproject.toml,requirements*.txt,Pipfile,.python-version,.gitignore,pyvenv.cfg,*.pth}' },
];

export type Activity = 'starting' | 'working' | 'idle' | 'stopped';

export interface Server extends Omit<Context, 'extension' | 'log'> {
  readonly onDidChangeActivity: vscode.Event<Activity>;
  activity(): Activity;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Lets everything wake up that waited for the workspace to be trusted. */
  trust(): void;
  /** Tells which documents and folders are shown, instead of those told before. */
  follow(uris: readonly vscode.Uri[]): void;
}

export function createServer(extension: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const changed = new vscode.EventEmitter<EnvironmentChanged>();
  const acted = new vscode.EventEmitter<Activity>();
  const ran = new vscode.EventEmitter<Ran>();
  extension.subscriptions.push(changed, acted, ran);
  const environments = new Map<string, EnvironmentChanged>();
  const falls: number[] = [];
  let client: LanguageClient | undefined;
  let activity: Activity = 'stopped';
  let commands = 0;
  let followed: readonly string[] = [];
  let queue = Promise.resolve();

  function become(now: Activity): void {
    activity = now === 'idle' && commands > 0 ? 'working' : now;
    acted.fire(activity);
  }

  async function start(): Promise<void> {
    become('starting');
    const how = await launch(extension, log);
    if (!how) {
      return become('stopped');
    }
    const child = begin(how, log);
    // Loaded while the server starts: it is most of our code.
    const { LanguageClient, State } = await import('vscode-languageclient/node');
    const made = new LanguageClient('venvlens', 'VenvLens', () => Promise.resolve(child), options());
    // It would show each in a message of its own; we show one that says what can be done.
    made.error = (message, data) => log.error(message, ...(data === undefined ? [] : [data]));
    made.onNotification(Method.environmentChanged, tell);
    try {
      await made.start();
    } catch {
      child.kill();
      // A remembered Python may have been taken away since.
      return forget(extension) ? start() : stopped();
    }
    client = made;
    made.onDidChangeState(({ newState }) => newState === State.Stopped && client === made && fell());
    sendFollowed();
    become('idle');
  }

  async function stop(): Promise<void> {
    const former = client;
    client = undefined;
    environments.clear();
    await former?.stop().catch((error: unknown) => log.warn(String(error)));
  }

  function fell(): void {
    client = undefined;
    falls.push(Date.now());
    const often = falls.filter((time) => time > Date.now() - RESTART_MS).length > RESTARTS;
    queue = often ? queue.then(stopped) : queue.then(start);
  }

  function stopped(): void {
    become('stopped');
    const [again, show] = [t('Restart Server'), t('Show Log')];
    const message = t('The server of VenvLens has stopped.');
    void vscode.window.showErrorMessage(message, again, show).then((said) => {
      const command = said === again ? 'venvlens.restart' : said === show ? 'venvlens.showLog' : undefined;
      return command && vscode.commands.executeCommand(command);
    });
  }

  function options(): LanguageClientOptions {
    const initial = (): InitializationOptions =>
      ({ trusted: vscode.workspace.isTrusted, environmentChanged: true, answers: true });
    return {
      documentSelector: SELECTOR,
      initializationOptions: initial,
      initializationFailedHandler: () => false,
      outputChannel: log,
      errorHandler: {
        error: () => ({ action: CONTINUE, handled: true }),
        closed: () => ({ action: DO_NOT_RESTART, handled: true }),
      },
      middleware: {
        executeCommand: (command, args, next) => carryOut(command, args, next),
        workspace: {
          configuration: async (params, token, next) => {
            const tables = await next(params, token);
            return Array.isArray(tables) ? tables.map(sent) : tables;
          },
        },
      },
    };
  }

  async function carryOut(command: string, args: unknown[], next: ExecuteCommandSignature): Promise<Answer | undefined> {
    commands += 1;
    become(activity);
    try {
      const answer = (await next(command, args)) as Answer | undefined;
      if (answer) {
        log.info(`${command}: ${answer.status}: ${answer.message}`);
        void showAnswer(answer);
        ran.fire({ command, argument: args[0] ?? {}, answer });
      }
      return answer;
    } finally {
      commands -= 1;
      become(activity === 'working' ? 'idle' : activity);
    }
  }

  function tell(told: EnvironmentChanged): void {
    environments.set(told.uri, told);
    changed.fire(told);
  }

  function sendFollowed(): void {
    void client?.sendNotification(Method.follow, { uris: followed });
  }

  let later: NodeJS.Timeout | undefined;
  extension.subscriptions.push({ dispose: () => clearTimeout(later) });
  return {
    onDidChangeEnvironment: changed.event,
    onDidChangeActivity: acted.event,
    onDidRun: ran.event,
    activity: () => activity,
    client: () => client,
    environmentOf: (uri) => environments.get(uri.toString()),
    restart: () => (queue = queue.then(stop).then(start)),
    stop,
    trust: () => void queue.then(() => (client ? client.sendNotification(Method.trust) : (queue = queue.then(start)))),
    follow(uris) {
      followed = uris.map((uri) => uri.toString());
      clearTimeout(later);
      later = setTimeout(sendFollowed, FOLLOW_MS);
    },
    async run(command, argument) {
      await queue;
      return client ? vscode.commands.executeCommand<Answer>(command, argument) : void stopped();
    },
    async request<T>(method: string, params: object) {
      await queue;
      return client?.sendRequest<T>(method, params).catch((error: unknown) => void log.warn(`${method}: ${String(error)}`));
    },
  };
}

function begin({ command, args, cwd }: Launch, log: vscode.LogOutputChannel): ChildProcess {
  const child = spawn(command, args, { cwd, windowsHide: true });
  log.info(`Server started ${Math.round(performance.now() - loadedAt)} ms after loading: ${command} ${args.join(' ')}`);
  child.on('error', (error) => log.error(error));
  child.on('exit', (code, signal) => log.info(`Server ended: ${signal ?? code}`));
  return child;
}
