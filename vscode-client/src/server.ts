import { spawn, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import type * as protocol from 'vscode-languageclient/node';
import { sayStopped, showAnswer } from './answers.ts';
import type { Context, Ran } from './context.ts';
import { forget, launch, type Launch } from './launch.ts';
import { loadedAt } from './loaded.ts';
import { progress } from './progress.ts';
import { Method, type Answer, type EnvironmentChanged, type InitializationOptions } from './protocol.ts';
import { sent } from './settings.ts';

/** So often in this time it is started again by itself. */
const RESTARTS = 4;
const RESTART_MS = 180_000;
const FOLLOW_MS = 50;
/** What has not answered by then hangs. */
const START_MS = 60_000;

const CONTINUE: protocol.ErrorAction.Continue = 1;
const DO_NOT_RESTART: protocol.CloseAction.DoNotRestart = 1;

/** Files that the server judges, and those that it has findings for. */
const SELECTOR = [
  ...['file', 'untitled', 'vscode-notebook-cell'].map((scheme) => ({ scheme, language: 'python' })),
  { scheme: 'file', pattern: '**/{pyproject.toml,requirements*.txt,Pipfile,.python-version,.gitignore}' },
  { scheme: 'file', pattern: '**/{pyvenv.cfg,*.pth}' },
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
  const gone = new vscode.EventEmitter<void>();
  extension.subscriptions.push(changed, acted, ran, gone, { dispose: () => clearTimeout(later) });
  const environments = new Map<string, EnvironmentChanged>();
  const falls: number[] = [];
  let client: protocol.LanguageClient | undefined;
  let activity: Exclude<Activity, 'working'> = 'stopped';
  let commands = 0;
  let followed: readonly string[] = [];
  let later: NodeJS.Timeout | undefined;
  /** Starts and stops come one after the other; what needs the server waits for the last one. */
  let queue: Promise<void> = Promise.resolve();

  const now = (): Activity => (activity === 'idle' && commands > 0 ? 'working' : activity);

  function become(next: typeof activity, more = 0): void {
    activity = next;
    commands += more;
    acted.fire(now());
  }

  function inTurn(work: () => unknown): Promise<void> {
    queue = queue.then(work).then(() => undefined, (error: unknown) => {
      log.error(String(error));
      stopped();
    });
    return queue;
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
    const made = new LanguageClient('venvlens', 'VenvLens', () => Promise.resolve(child), options(log, middleware));
    // It would show each in a message of its own; we show one that says what can be done.
    made.error = (message, data) => log.error(message, ...(data === undefined ? [] : [data]));
    made.onNotification(Method.environmentChanged, (sent: EnvironmentChanged) => {
      const told = { ...sent, uri: vscode.Uri.parse(sent.uri).toString() }; // spelled as VS Code spells it
      environments.set(told.uri, told);
      changed.fire(told);
    });
    const late = setTimeout(() => child.kill(), START_MS);
    try {
      // The first promise may be kept although the start failed; the second is never kept then.
      await Promise.all([made.start(), made.start()]);
      if (!made.isRunning()) {
        throw new Error('ended while it started');
      }
    } catch (error) {
      log.error(String(error));
      child.kill();
      // A remembered Python may have been taken away since.
      return forget(extension) ? start() : stopped();
    } finally {
      clearTimeout(late);
    }
    client = made;
    made.onDidChangeState(({ newState }) => newState === State.Stopped && client === made && fell());
    sendFollowed();
    become('idle');
  }

  async function stop(): Promise<void> {
    const former = client;
    leave();
    await former?.stop().catch((error: unknown) => log.warn(String(error)));
  }

  function leave(): void {
    client = undefined;
    gone.fire();
  }

  function fell(): void {
    leave();
    falls.push(Date.now());
    const often = falls.filter((time) => time > Date.now() - RESTART_MS).length > RESTARTS;
    // Meanwhile the user may have started it.
    void inTurn(() => (client ? undefined : often ? stopped() : start()));
  }

  function stopped(): void {
    become('stopped');
    sayStopped();
  }

  const middleware: protocol.Middleware = {
    handleWorkDoneProgress: progress((token) => notify('window/workDoneProgress/cancel', { token }), gone.event),
    async executeCommand(command, args, next) {
      become(activity, 1);
      const failed = (error: Error): Answer => ({ status: 'failed', message: error.message });
      const answer: Answer = await Promise.resolve(next(command, args)).catch(failed);
      become(activity, -1);
      log.info(`${command}: ${answer.status}: ${answer.message}`);
      void showAnswer(answer, run);
      ran.fire({ command, argument: args[0], answer });
      return answer;
    },
    workspace: {
      configuration: async (params, token, next) => ((await next(params, token)) as unknown[]).map(sent),
    },
  };

  /** Tells the server something; one that falls meanwhile is told all when it is started again. */
  async function notify(method: string, params?: object): Promise<void> {
    await client?.sendNotification(method, params).catch((error: unknown) => log.warn(`${method}: ${error}`));
  }

  async function run(command: string, argument: unknown): Promise<Answer | undefined> {
    await queue;
    return client ? vscode.commands.executeCommand<Answer>(command, argument) : sayStopped();
  }

  const sendFollowed = () => void notify(Method.follow, { uris: followed });

  return {
    onDidChangeEnvironment: changed.event,
    onDidChangeActivity: acted.event,
    onDidRun: ran.event,
    activity: now,
    client: () => client,
    environmentOf: (uri) => environments.get(uri.toString()),
    restart: () => inTurn(() => stop().then(start)),
    stop: () => inTurn(stop),
    trust: () => void inTurn(() => (client ? notify(Method.trust) : start())),
    follow(uris) {
      followed = uris.map((uri) => uri.toString());
      clearTimeout(later);
      later = setTimeout(sendFollowed, FOLLOW_MS);
    },
    run,
    async request<T>(method: string, params: object, token?: vscode.CancellationToken) {
      await queue;
      const failed = (error: unknown) => void (token?.isCancellationRequested || log.warn(`${method}: ${error}`));
      // Told undefined as a token, it would take it for one more parameter.
      const asked = token ? client?.sendRequest<T>(method, params, token) : client?.sendRequest<T>(method, params);
      return asked?.catch(failed) as Promise<T | undefined>;
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

function options(log: vscode.LogOutputChannel, middleware: protocol.Middleware): protocol.LanguageClientOptions {
  const traced = vscode.workspace.getConfiguration('venvlens').get('trace.server', 'off') !== 'off';
  return {
    documentSelector: SELECTOR,
    // What is pulled for open documents has the server's name already.
    diagnosticCollectionName: 'venvlens-health',
    initializationOptions: (): InitializationOptions =>
      ({ trusted: vscode.workspace.isTrusted, environmentChanged: true, answers: true }),
    // Told to give up, the library would stop what never started, and fail at that where nobody hears it.
    initializationFailedHandler: (error) => {
      throw error;
    },
    outputChannel: log,
    ...(traced ? { traceOutputChannel: loud(log) } : {}),
    errorHandler: {
      error: () => ({ action: CONTINUE, handled: true }),
      closed: () => ({ action: DO_NOT_RESTART, handled: true, message: 'The connection to the server is closed.' }),
    },
    middleware,
  };
}

/** The library traces only into a log whose level is Trace, which no setting reaches. */
function loud(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const trace = (message: string) => log.info(message);
  return Object.create(log, { logLevel: { value: vscode.LogLevel.Trace }, trace: { value: trace } });
}
