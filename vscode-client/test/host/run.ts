/**
 * Runs the suites in the extension host of a real VS Code: `node test/host/run.ts [newest] [oldest] [window…]`.
 *
 * `STORIES_EDITORS` is the folder of `test/editors/install.sh`. `HOST_GREP` chooses tests by their titles, `HOST_KEEP`
 * keeps the folder of the run, `NODE_V8_COVERAGE` gets the coverage of the client.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';

import { startCodeServer, type CodeServer, type Version } from '../stories/code_server.ts';
import { makeMachine, type Machine } from '../stories/machine.ts';
import { serve, type Call } from './bridge.ts';
import { driverOption, startBrowser, switchDriverOn } from './editor.ts';
import * as operations from './page.ts';
import { makeWorkspace } from './tree.ts';

const HERE = import.meta.dirname;
const CLIENT = path.resolve(HERE, '../..');
const EDITORS = process.env['STORIES_EDITORS'] ?? path.join(CLIENT, '.editors');
/** Windows, and the extensions that stand beside ours in each. */
const WINDOWS: Readonly<Record<string, readonly string[]>> = {
  alone: [],
  beside: ['python', 'envs'],
  stuck: ['stuck-python', 'throwing-envs'],
};
/** Minutes rather than seconds: a machine may have other things to do. */
const LIMIT = 300_000;

interface Tally {
  passed: number;
  failed: number;
}

interface Run {
  readonly version: Version;
  readonly machine: Machine;
  readonly editor: CodeServer;
  readonly browser: BrowserContext;
  readonly pages: Map<string, Page>;
  readonly tally: Tally;
}

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const chosen = <T extends string>(all: readonly T[]) => {
    const some = all.filter((one) => positionals.includes(one));
    return some.length ? some : all;
  };
  let failures = 0;
  for (const version of chosen(['newest', 'oldest'] as const)) {
    failures += await runIn(version, chosen(Object.keys(WINDOWS)));
  }
  return failures ? 1 : 0;
}

async function runIn(version: Version, windows: readonly string[]): Promise<number> {
  const begun = performance.now();
  const root = fs.mkdtempSync(path.join(os.tmpdir(), `venvlens-host-${version}-`));
  const tally: Tally = { passed: 0, failed: 0 };
  const pages = new Map<string, Page>();
  const bridge = await serve((call) => answer(call, pages, tally));
  await bundle(root, windows);
  const machine = withTests(makeMachine(root), bridge.port);
  const [editor, browser] = await Promise.all([
    startCodeServer({
      version, editors: EDITORS, machine, extensions: path.join(root, 'extensions'), options: driverOption(version),
    }),
    startBrowser(root),
  ]);
  try {
    for (const name of windows) await runWindow(name, { version, machine, editor, browser, pages, tally });
  } finally {
    await browser.close();
    await editor.stop();
    bridge.close();
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${version}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`);
  if (process.env['HOST_KEEP']) console.log(`kept: ${root}`);
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
    define: { 'import.meta.dirname': '__dirname' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** The machine, with what the tests in the extension host have to know. */
function withTests(machine: Machine, bridge: number): Machine {
  const told: Record<string, string> = {
    HOST_ROOT: machine.home,
    HOST_BRIDGE: String(bridge),
    HOST_MOCHA: path.join(CLIENT, 'node_modules/mocha'),
  };
  for (const name of ['HOST_GREP', 'NODE_V8_COVERAGE', 'VENVLENS_SERVER_COMMAND']) {
    const value = process.env[name];
    if (value) told[name] = value;
  }
  return { ...machine, environ: { ...machine.environ, ...told } };
}

async function answer(call: Call, pages: ReadonlyMap<string, Page>, tally: Tally): Promise<unknown> {
  const [title, more] = call.rest;
  if (call.name === 'passed') {
    tally.passed += 1;
    console.log(`  ok    ${call.window}: ${title} (${more} ms)`);
  } else if (call.name === 'failed') {
    tally.failed += 1;
    console.log(`  FAIL  ${call.window}: ${title}\n${more}`);
  } else if (call.name === 'note') {
    console.log(`        ${call.window}: ${title}`);
  } else {
    const page = pages.get(call.window);
    const operation = operations[call.name as keyof typeof operations] as (...all: unknown[]) => Promise<unknown>;
    return operation(page, ...call.rest);
  }
  return null;
}

/** Opens a window whose extension host runs its suites, and waits for their end. */
async function runWindow(name: string, run: Run): Promise<void> {
  const page = await run.browser.newPage();
  run.pages.set(name, page);
  let ended!: (trouble: string) => void;
  const exit = new Promise<string>((done) => (ended = done));
  const lines: string[] = [];
  await page.exposeFunction('codeAutomationExit', (code: number) => ended(code ? lines.join('\n') || `exit ${code}` : ''));
  await page.exposeFunction('codeAutomationLog', (_: string, told: readonly unknown[]) => lines.push(told.join(' ')));
  if (run.version === 'oldest') await switchDriverOn(page);
  const failedBefore = run.tally.failed;
  await page.goto(address(name, run));
  const late = setTimeout(() => ended(`not done after ${LIMIT} ms`), LIMIT);
  const trouble = await exit;
  clearTimeout(late);
  if (trouble) await page.screenshot({ path: path.join(run.machine.root, `${name}.png`) });
  if (trouble && run.tally.failed === failedBefore) {
    run.tally.failed += 1;
    console.log(`  FAIL  ${name}: ${trouble}`);
  }
  await page.close();
}

function address(name: string, run: Run): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${run.editor.port}${file}`;
  const beside = (WINDOWS[name] ?? []).map((stub) => path.join(HERE, 'stubs', stub));
  const url = new URL(run.editor.url);
  url.searchParams.set('workspace', makeWorkspace(run.machine, path.join(run.machine.home, name)));
  const payload = [CLIENT, ...beside].map((folder) => ['extensionDevelopmentPath', remote(folder)]);
  payload.push(['extensionTestsPath', remote(path.join(run.machine.root, 'suites', name, 'index.js'))]);
  payload.push(['enableProposedApi', ''], ['skipWelcome', 'true']);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.toString();
}

process.exitCode = await main();
