import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Machine } from './machine.ts';

export type Version = 'newest' | 'oldest';

export interface CodeServer {
  readonly url: string;
  readonly port: number;
  /** Where VS Code keeps its settings, logs and the extensions' storage. */
  readonly userData: string;
  readonly extensions: string;
  stop(): Promise<void>;
}

export interface Start {
  readonly version: Version;
  readonly editors: string;
  readonly machine: Machine;
  /** Folder with the installed extension. */
  readonly extensions: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether folders are trusted from the start. */
  readonly trusted?: boolean;
  /** Environment variables besides the machine's; an empty one is taken away. */
  readonly environ?: Readonly<Record<string, string>>;
  /** Further options of the command line. */
  readonly options?: readonly string[];
}

const QUIET: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'window.restoreWindows': 'none',
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'files.hotExit': 'off',
  'remote.autoForwardPorts': false,
  'editor.minimap.enabled': false,
  'editor.accessibilitySupport': 'off',
  'terminal.integrated.gpuAcceleration': 'off', // Its rows are text in the page then.
  'terminal.integrated.defaultProfile.linux': 'bash',
  'terminal.integrated.initialHint': false,
  'terminal.integrated.stickyScroll.enabled': false,
  'terminal.integrated.suggest.enabled': false,
};

/** The programs of a version: the Node that it was built for, and its entry. */
export function programs(editors: string, version: Version): { readonly node: string; readonly entry: string } {
  const folder = path.join(editors, version);
  return {
    node: path.join(folder, 'node'),
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

/** Install a .vsix into a folder, as `code --install-extension` does. */
export function installExtension(editors: string, version: Version, vsix: string, extensions: string, scratch: string): void {
  const { node, entry } = programs(editors, version);
  const args = ['--user-data-dir', path.join(scratch, 'user-data'), '--extensions-dir', extensions];
  const env = { PATH: process.env['PATH'] ?? '', HOME: scratch, EXTENSIONS_GALLERY: '{}' };
  execFileSync(node, [entry, ...args, '--install-extension', vsix], { env, stdio: 'pipe' });
}

export async function startCodeServer(start: Start): Promise<CodeServer> {
  const { root, environ } = start.machine;
  const userData = path.join(root, 'user-data');
  // A window of code-server is a remote one: settings of machine scope are read from Machine only.
  for (const place of ['User', 'Machine']) {
    mkdirSync(path.join(userData, place), { recursive: true });
    const text = JSON.stringify({ ...QUIET, ...start.settings }, null, 2);
    writeFileSync(path.join(userData, place, 'settings.json'), text);
  }
  const port = await freePort();
  const { node, entry } = programs(start.editors, start.version);
  const log = openSync(path.join(root, 'code-server.log'), 'a');
  const args = ['--config', path.join(root, 'config.yaml'), '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`];
  args.push('--user-data-dir', userData, '--extensions-dir', start.extensions, '--disable-telemetry');
  args.push('--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened');
  if (start.trusted ?? true) {
    args.push('--disable-workspace-trust');
  }
  args.push(...(start.options ?? []));
  // VSCODE_CLI: the environment is taken as it is, no login shell is asked for another.
  const all = { ...environ, EXTENSIONS_GALLERY: '{}', VSCODE_CLI: '1', ...start.environ };
  const env = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const server = spawn(node, [entry, ...args], { stdio: ['ignore', log, log], env, detached: true });
  const url = `http://127.0.0.1:${port}`;
  await isUp(server, url);
  return { url, port, userData, extensions: start.extensions, stop: () => stop(server) };
}

async function isUp(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    if (server.exitCode !== null || Date.now() > deadline) {
      throw new Error('code-server did not start: see code-server.log');
    }
    await pause(30);
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) {
    return;
  }
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await Promise.race([ended, pause(5_000, undefined, { ref: false })]);
  try {
    process.kill(-server.pid, 'SIGKILL'); // Whatever of its group is left.
  } catch {
    // Nothing is.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
