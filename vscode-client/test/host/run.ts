/** Runs the suites in the extension host of a real VS Code. See README.md beside this file. */
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
const STUBS = path.join(HERE, 'stubs');
/** Windows, and the extensions that stand beside ours in each. */
const WINDOWS: Readonly<Record<string, readonly string[]>> = {
  alone: [],
  beside: ['python', 'envs'],
  stuck: ['stuck-python', 'throwing-envs'],
};
/** Windows that are open at the same time: the first waits for processes, the others for time to pass. */
const LANES = [['alone'], ['beside', 'stuck']] as const;
/** Minutes rather than seconds: a machine may have other things to do. */
const LIMIT = 600_000;

interface Tally {
  passed: number;
  failed: number;
}

interface Run {
  readonly version: Version;
  readonly root: string;
  readonly bridge: number;
  readonly browser: BrowserContext;
  readonly pages: Map<string, Page>;
  readonly tally: Tally;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    editors: { type: 'string', default: process.env['STORIES_EDITORS'] ?? path.join(CLIENT, '.editors') },
    version: { type: 'string', default: process.env['STORIES_VERSION'] ?? 'both' },
    times: { type: 'string', default: '1' },
  },
});

async function main(): Promise<number> {
  const named = Object.keys(WINDOWS).filter((name) => positionals.includes(name));
  const windows = named.length > 0 ? named : Object.keys(WINDOWS);
  const versions = (['newest', 'oldest'] as const).filter((one) => values.version === 'both' || values.version === one);
  let failures = 0;
  for (let time = 0; time < Number(values.times); time++) {
    for (const version of versions) failures += await runIn(version, windows);
  }
  return failures > 0 || versions.length === 0 ? 1 : 0;
}

async function runIn(version: Version, windows: readonly string[]): Promise<number> {
  const begun = performance.now();
  const root = fs.mkdtempSync(path.join(os.tmpdir(), `venvlens-host-${version}-`));
  const tally: Tally = { passed: 0, failed: 0 };
  const pages = new Map<string, Page>();
  const bridge = await serve((call) => answer(call, pages, tally));
  await bundle(root, windows);
  const chosen = LANES.map((lane) => lane.filter((name: string) => windows.includes(name)));
  const lanes = chosen.filter((lane) => lane.length > 0);
  try {
    await Promise.all(lanes.map((lane) => runLane(lane, { version, root, bridge: bridge.port, pages, tally })));
  } finally {
    bridge.close();
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${version}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`);
  fs.rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return tally.failed;
}

/** Runs windows one after the other. A browser draws no page that is behind another, so each lane has its own. */
async function runLane(lane: readonly string[], run: Omit<Run, 'browser'>): Promise<void> {
  const browser = await startBrowser(path.join(run.root, `browser-${lane[0]}`));
  try {
    for (const name of lane) await runWindow(name, { ...run, browser });
  } finally {
    await browser.close();
  }
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
  for (const name of ['HOST_GREP', 'HOST_AGAIN', 'NODE_V8_COVERAGE']) {
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
    const root = process.env['HOST_KEEP'];
    if (root) await pages.get(call.window)?.screenshot({ path: path.join(root, `${call.window}-${tally.failed}.png`) });
  } else if (call.name === 'note') {
    console.log(`        ${call.window}: ${title}`);
  } else {
    const page = pages.get(call.window);
    const operation = operations[call.name as keyof typeof operations] as (...all: unknown[]) => Promise<unknown>;
    return operation(page, ...call.rest);
  }
  return null;
}

/** Opens a window, with a home of its own, whose extension host runs its suites, and waits for their end. */
async function runWindow(name: string, run: Run): Promise<void> {
  const { version, tally } = run;
  const machine = withTests(makeMachine(path.join(run.root, name)), run.bridge);
  const begun = performance.now();
  const options = driverOption(version);
  const extensions = beside(name, machine);
  const editor = await startCodeServer({ version, editors: values.editors, machine, extensions, options });
  const page = await run.browser.newPage();
  run.pages.set(name, page);
    try {
    const trouble = await runSuites(page, version, address(name, run, editor, machine));
    if (trouble && !/\d+ failed/.test(trouble)) {
      tally.failed += 1;
      console.log(`  FAIL  ${name}: ${trouble}`);
    }
  } finally {
    await page.close();
    await editor.stop();
  }
  console.log(`        ${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

/** Installs the extensions that stand beside ours. */
function beside(name: string, machine: Machine): string {
  const extensions = path.join(machine.root, 'extensions');
  for (const stub of WINDOWS[name] ?? []) {
    const folder = path.join(STUBS, stub);
    const { publisher, name: id, version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    fs.cpSync(folder, path.join(extensions, `${publisher}.${id}-${version}`), { recursive: true });
  }
  return extensions;
}

/** Returns what went wrong, or nothing. */
async function runSuites(page: Page, version: Version, url: string): Promise<string> {
  let ended!: (trouble: string) => void;
  const exit = new Promise<string>((done) => (ended = done));
  const lines: string[] = [];
  const exited = (code: number) => ended(code ? lines.join('\n') || `exit ${code}` : '');
  await page.exposeFunction('codeAutomationExit', exited);
  await page.exposeFunction('codeAutomationLog', (_: string, told: readonly unknown[]) => lines.push(told.join(' ')));
  if (version === 'oldest') await switchDriverOn(page);
  await page.goto(url);
  const late = setTimeout(() => ended(`not done after ${LIMIT} ms`), LIMIT);
  const trouble = await exit;
  clearTimeout(late);
  return trouble;
}

function address(name: string, run: Run, editor: CodeServer, machine: Machine): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${editor.port}${file}`;
  const url = new URL(editor.url);
  url.searchParams.set('workspace', makeWorkspace(machine, path.join(machine.home, name)));
  url.searchParams.set('payload', JSON.stringify([
    ['extensionDevelopmentPath', remote(CLIENT)],
    ['extensionTestsPath', remote(path.join(run.root, 'suites', name, 'index.js'))],
    ['enableProposedApi', ''], ['skipWelcome', 'true'],
  ]));
  return url.toString();
}

process.exitCode = await main();
