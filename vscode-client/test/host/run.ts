/**
 * Runs the suites in the extension host of a real VS Code: `node test/host/run.ts [newest] [oldest] [window…]`.
 *
 * `VENVLENS_EDITORS` is the folder of `test/editors/install.sh`; `VENVLENS_GREP` chooses tests; `VENVLENS_KEEP` keeps
 * the folder of the run.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';

import { serve, type Call } from './bridge.ts';
import { startBrowser, startEditor, withDriver, type Age } from './editor.ts';
import * as operations from './page.ts';
import { makeWorkspace } from './tree.ts';

const HERE = import.meta.dirname;
const CLIENT = path.resolve(HERE, '../..');
/** Windows, and the extensions that stand beside ours in each. */
const WINDOWS: Readonly<Record<string, readonly string[]>> = { alone: [] };
const LIMIT = 120_000;

interface Tally {
  passed: number;
  failed: number;
}

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const ages = (['newest', 'oldest'] as const).filter((age) => positionals.includes(age));
  const windows = Object.keys(WINDOWS).filter((name) => positionals.includes(name));
  let failures = 0;
  for (const age of ages.length ? ages : (['newest', 'oldest'] as const)) {
    failures += await runIn(age, windows.length ? windows : Object.keys(WINDOWS));
  }
  return failures ? 1 : 0;
}

async function runIn(age: Age, windows: readonly string[]): Promise<number> {
  const begun = performance.now();
  const root = fs.mkdtempSync(path.join(os.tmpdir(), `venvlens-host-${age}-`));
  const tally: Tally = { passed: 0, failed: 0 };
  const pages = new Map<string, Page>();
  const bridge = await serve((call) => answer(call, pages, tally));
  await bundle(root, windows);
  const editor = await startEditor(age, root, environment(root, bridge.port));
  const browser = await startBrowser(root);
  try {
    for (const name of windows) tally.failed += await runWindow(name, { age, root, port: editor.port, browser, pages });
  } finally {
    await browser.close();
    await editor.stop();
    bridge.close();
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${age}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`);
  if (process.env['VENVLENS_KEEP']) console.log(`kept: ${root}`);
  else fs.rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return tally.failed;
}

async function bundle(root: string, windows: readonly string[]): Promise<void> {
  await build({
    entryPoints: Object.fromEntries(windows.map((name) => [`${name}/index`, path.join(HERE, name, 'index.ts')])),
    outdir: path.join(root, 'suites'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** What the editor inherits: a home of its own, and nothing that says where it was started from. */
function environment(root: string, bridge: number): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|PYTHON|VIRTUAL_ENV|CONDA_|NODE_OPTIONS|XDG_)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const home = path.join(root, 'home');
  fs.mkdirSync(home);
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    PYENV_ROOT: process.env['PYENV_ROOT'] ?? path.join(os.homedir(), '.pyenv'),
    EXTENSIONS_GALLERY: '{}',
    VENVLENS_ROOT: root,
    VENVLENS_BRIDGE: String(bridge),
    VENVLENS_MOCHA: path.join(CLIENT, 'node_modules/mocha'),
  };
}

async function answer(call: Call, pages: ReadonlyMap<string, Page>, tally: Tally): Promise<unknown> {
  const [title, more] = call.rest;
  if (call.name === 'passed') console.log(`  ok    ${call.window}: ${title} (${more} ms)`, ++tally.passed ? '' : '');
  else if (call.name === 'failed') console.log(`  FAIL  ${call.window}: ${title}\n${more}`);
  else if (call.name === 'note') console.log(`        ${call.window}: ${title}`);
  else {
    const page = pages.get(call.window);
    const operation = operations[call.name as keyof typeof operations] as (...all: unknown[]) => Promise<unknown>;
    return operation(page, ...call.rest);
  }
  return null;
}

interface Run {
  readonly age: Age;
  readonly root: string;
  readonly port: number;
  readonly browser: BrowserContext;
  readonly pages: Map<string, Page>;
}

/** Opens a window whose extension host runs its suites; returns how many tests failed. */
async function runWindow(name: string, run: Run): Promise<number> {
  const page = await run.browser.newPage();
  run.pages.set(name, page);
  let ended!: (logs: string) => void;
  const exit = new Promise<string>((done) => (ended = done));
  const lines: string[] = [];
  await page.exposeFunction('codeAutomationExit', (code: number) => ended(code ? lines.join('\n') : ''));
  await page.exposeFunction('codeAutomationLog', (_: string, told: readonly unknown[]) => lines.push(told.join(' ')));
  if (run.age === 'oldest') await withDriver(page);
  await page.goto(address(name, run));
  const late = setTimeout(() => ended(`not done after ${LIMIT} ms`), LIMIT);
  const trouble = await exit;
  clearTimeout(late);
  if (trouble) await page.screenshot({ path: path.join(run.root, `${name}.png`) });
  await page.close();
  if (!trouble) return 0;
  const failed = /(\d+) failed/.exec(trouble)?.[1];
  if (!failed) console.log(`  FAIL  ${name}: ${trouble}`);
  return Number(failed ?? 1);
}

function address(name: string, run: Run): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${run.port}${file}`;
  const beside = (WINDOWS[name] ?? []).map((stub) => path.join(HERE, 'stubs', stub));
  const url = new URL(`http://127.0.0.1:${run.port}/`);
  url.searchParams.set('workspace', makeWorkspace(path.join(run.root, name)));
  const payload = [CLIENT, ...beside].map((folder) => ['extensionDevelopmentPath', remote(folder)]);
  payload.push(['extensionTestsPath', remote(path.join(run.root, 'suites', name, 'index.js'))]);
  payload.push(['enableProposedApi', ''], ['skipWelcome', 'true']);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.toString();
}

process.exitCode = await main();
