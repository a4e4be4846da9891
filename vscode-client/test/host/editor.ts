/// <reference lib="dom" />
/** A real VS Code to test in: code-server without a window of its own, and a browser that shows it. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { chromium, type BrowserContext, type Page } from 'playwright-core';

export type Age = 'newest' | 'oldest';

export interface Editor {
  readonly port: number;
  readonly log: string;
  stop(): Promise<void>;
}

/** Nothing that moves, asks or looks for a network while a test looks. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'window.restoreWindows': 'none',
  'files.hotExit': 'off',
  'terminal.integrated.gpuAcceleration': 'off',
};

/** Where the editors are, as `test/editors/install.sh` puts them. */
function command(age: Age): readonly [string, string] {
  const folder = process.env['VENVLENS_EDITORS'];
  if (!folder) throw new Error('VENVLENS_EDITORS names no folder with the editors; see test/editors/install.sh');
  const entry = (name: string) => path.join(folder, name, 'node_modules/code-server/out/node/entry.js');
  const node24 = path.join(folder, 'node24/node_modules/node/bin/node');
  return age === 'newest' ? [node24, entry('cs')] : [process.env['VENVLENS_NODE20'] ?? '/usr/bin/node', entry('csold')];
}

export async function startEditor(age: Age, root: string, env: NodeJS.ProcessEnv): Promise<Editor> {
  const [node, entry] = command(age);
  const data = path.join(root, 'data');
  for (const [place, settings] of [['User', SETTINGS], ['Machine', {}]] as const) {
    fs.mkdirSync(path.join(data, place), { recursive: true });
    fs.writeFileSync(path.join(data, place, 'settings.json'), JSON.stringify(settings, null, 2));
  }
  const port = await freePort();
  const log = path.join(root, 'editor.log');
  const out = fs.openSync(log, 'a');
  const args = ['--config', path.join(root, 'config.yaml'), '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`]
    .concat('--user-data-dir', data, '--extensions-dir', path.join(root, 'extensions'), '--ignore-last-opened')
    .concat('--disable-telemetry', '--disable-update-check', '--disable-getting-started-override')
    .concat('--disable-workspace-trust');
  // A built VS Code loads tests only with this driver; the old one has no option for it (see `withDriver`).
  const driver = age === 'newest' ? ['--vscode-option', 'enable-smoke-test-driver'] : [];
  const child = spawn(node, [entry, ...args, ...driver], { stdio: ['ignore', out, out], env });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const alive = await answers(`http://127.0.0.1:${port}/healthz`, () => child.exitCode === null);
  if (!alive) throw new Error(`code-server did not start: ${fs.readFileSync(log, 'utf8').slice(-2000)}`);
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 8000);
    await ended;
    clearTimeout(late);
  };
  return { port, log, stop };
}

export function startBrowser(root: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(path.join(root, 'browser'), {
    executablePath: process.env['VENVLENS_CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 1600 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
      .concat('--disable-component-update', '--disable-sync'),
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}

/**
 * Switches the driver on in the page's own configuration.
 *
 * Not by answering the request in the browser's place: a document that came that way may not connect to loopback.
 */
export async function withDriver(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = (_: unknown, observer: MutationObserver) => {
      const meta = document.getElementById('vscode-workbench-web-configuration');
      if (!meta) return;
      observer.disconnect();
      const told = JSON.parse(meta.getAttribute('data-settings') ?? '{}');
      told.developmentOptions = { ...told.developmentOptions, enableSmokeTestDriver: true };
      meta.setAttribute('data-settings', JSON.stringify(told));
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
}

async function answers(url: string, alive: () => boolean): Promise<boolean> {
  const end = Date.now() + 30_000;
  while (Date.now() < end && alive()) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return true;
    await new Promise((next) => setTimeout(next, 50));
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => done(port));
    });
  });
}
