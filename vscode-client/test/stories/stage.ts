import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { startCodeServer, type CodeServer, type Start, type Version } from './code_server.ts';
import { makeMachine, type Machine } from './machine.ts';
import { address, DEADLINE, problemTexts, workbench, type Workbench } from './workbench.ts';

/** What a story is played on. */
export interface Stage {
  readonly version: Version;
  readonly machine: Machine;
  /** Path of the .vsix, for a story that installs it itself. */
  readonly vsix: string;
  readonly editors: string;
  readonly extensions: string;
  /** Start VS Code and open a folder; what the story ends is closed by itself. */
  open(folder: string, file?: string, how?: Opening): Promise<Workbench>;
  server(): CodeServer;
  /** End VS Code before the story does, to look at what it leaves. */
  close(): Promise<void>;
  /** Keep a screenshot. */
  shot(name: string): Promise<void>;
  /** Keep a picture of README or walkthrough, if pictures are wanted. */
  picture(name: string, part?: Part): Promise<void>;
  /** Say a figure that was measured, in milliseconds or what the unit says. */
  figure(name: string, value: number, unit?: string): void;
}

export type Opening = Partial<Pick<Start, 'settings' | 'trusted' | 'extensions' | 'environ'>>;

/** A part of the page: from the top left corner of one thing to the bottom right of another. */
export type Part = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export interface Story {
  readonly name: string;
  readonly play: (stage: Stage) => Promise<void>;
}

export interface Played {
  readonly story: string;
  readonly version: Version;
  readonly ms: number;
  readonly failure: unknown;
  readonly kept: string;
  readonly figures: readonly string[];
}

export interface Setting {
  readonly version: Version;
  readonly browser: Browser;
  readonly editors: string;
  readonly extensions: string;
  readonly vsix: string;
  /** Folder for all that this story makes; its path is to be seen in pictures, so it is short. */
  readonly scratch: string;
  readonly output: string;
  /** Folder for README's pictures; undefined if none are wanted. */
  readonly media: string | undefined;
}

/** What stands in paths that people see. */
const HOME_IN_PICTURES = '/home/ada';
const STORY_DEADLINE = 180_000;

/** Play one story from an empty home to its end, and keep what tells why if it fails. */
export async function play(story: Story, setting: Setting): Promise<Played> {
  const began = performance.now();
  if (setting.media !== undefined) {
    mkdirSync(HOME_IN_PICTURES); // Fails if there is one: it is not ours then.
  }
  const machine = makeMachine(setting.scratch, setting.media && HOME_IN_PICTURES);
  const kept = path.join(setting.output, setting.version, story.name);
  mkdirSync(kept, { recursive: true });
  const opened: Opened = { server: undefined, context: undefined, page: undefined, console: [] };
  const figures: string[] = [];
  let failure: unknown;
  try {
    await withDeadline(story.play(stageOf(setting, machine, kept, opened, figures)));
  } catch (error) {
    failure = error;
    await keep(opened, machine, kept);
  } finally {
    await close(opened);
    if (setting.media !== undefined) {
      rmSync(HOME_IN_PICTURES, { recursive: true, maxRetries: 5 });
    }
  }
  return { story: story.name, version: setting.version, ms: performance.now() - began, failure, kept, figures };
}

async function close(opened: Opened): Promise<void> {
  await opened.context?.close().catch(() => undefined);
  await opened.server?.stop();
}

interface Opened {
  server: CodeServer | undefined;
  context: BrowserContext | undefined;
  page: Page | undefined;
  readonly console: string[];
}

function stageOf(setting: Setting, machine: Machine, kept: string, opened: Opened, figures: string[]): Stage {
  let shots = 0;
  const page = (): Page => opened.page!;
  return {
    version: setting.version,
    machine,
    vsix: setting.vsix,
    editors: setting.editors,
    extensions: setting.extensions,
    open: async (folder, file, how = {}) => {
      const { version, editors, extensions } = setting;
      opened.server ??= await startCodeServer({ version, editors, machine, extensions, ...how });
      opened.page = await newPage(setting.browser, opened);
      await opened.page.goto(address(opened.server, folder, file), { waitUntil: 'commit' });
      const bench = workbench(opened.page);
      await opened.page.locator('.statusbar-item').first().waitFor();
      if (file !== undefined) {
        await opened.page.locator('.editor-instance .view-line').first().waitFor();
      }
      return bench;
    },
    server: () => opened.server!,
    close: () => close(opened),
    shot: async (name) => {
      shots += 1;
      const file = path.join(kept, `${String(shots).padStart(2, '0')}-${name}.png`);
      await page().screenshot({ path: file, animations: 'disabled' });
    },
    picture: async (name, part) => {
      if (setting.media !== undefined) {
        const target = path.join(setting.media, `${name}.png`);
        mkdirSync(path.dirname(target), { recursive: true });
        await page().screenshot({ path: target, animations: 'disabled', ...(part ? { clip: part } : {}) });
      }
    },
    figure: (name, value, unit = 'ms') => {
      figures.push(`${name} ${Math.round(value)} ${unit}`);
    },
  };
}

async function newPage(browser: Browser, opened: Opened): Promise<Page> {
  opened.context ??= await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  const page = await opened.context.newPage();
  page.setDefaultTimeout(DEADLINE);
  page.on('console', (message) => opened.console.push(`${message.type()}: ${message.text()}`));
  await page.addInitScript(noteFirsts, '');
  return page;
}

/** In the page: note when the editor first shows a text, and when a squiggle first stands in it. */
function noteFirsts(text = ''): void {
  interface Shown { readonly textContent: string }
  const page = globalThis as unknown as {
    document: { querySelectorAll(selector: string): Iterable<Shown> };
    requestAnimationFrame(run: () => void): void;
  };
  const firsts: { text?: number; squiggle?: number } = {};
  Object.assign(globalThis, { firsts });
  const look = (): void => {
    const lines = [...page.document.querySelectorAll('.editor-instance .view-line')];
    if (lines.some((line) => line.textContent.trim() !== '' && line.textContent.includes(text))) {
      firsts.text ??= performance.now();
      if ([...page.document.querySelectorAll('.squiggly-error, .squiggly-warning')].length > 0) {
        firsts.squiggle ??= performance.now();
      }
    }
    if (firsts.squiggle === undefined) {
      page.requestAnimationFrame(look);
    }
  };
  look();
}

/** Milliseconds from the editor showing the first file to its first squiggle, as the page saw them. */
export async function firstSquiggle(bench: Workbench): Promise<number> {
  await bench.squiggles.first().waitFor();
  return squiggleAfterText(bench);
}

/** The same of a file that is opened now, which has this text in it and nothing else has. */
export async function squiggleIn(bench: Workbench, text: string, open: () => Promise<void>): Promise<number> {
  await bench.page.evaluate(noteFirsts, text);
  await open();
  return squiggleAfterText(bench);
}

function squiggleAfterText(bench: Workbench): Promise<number> {
  const look = async (): Promise<number> => bench.page.evaluate(() => {
    const { firsts } = globalThis as unknown as { firsts: { text?: number; squiggle?: number } };
    return (firsts.squiggle ?? 0) - (firsts.text ?? 0);
  });
  return until('a squiggle in it', async () => Math.max(0, await look()));
}

async function withDeadline(story: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the story took longer than ${STORY_DEADLINE} ms`)), STORY_DEADLINE);
  });
  try {
    await Promise.race([story, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function keep(opened: Opened, machine: Machine, kept: string): Promise<void> {
  writeFileSync(path.join(kept, 'console.log'), opened.console.join('\n'));
  const log = path.join(machine.root, 'code-server.log');
  if (existsSync(log)) {
    cpSync(log, path.join(kept, 'code-server.log'));
  }
  if (opened.page !== undefined && !opened.page.isClosed()) {
    await opened.page.screenshot({ path: path.join(kept, 'failed.png'), timeout: 5_000 }).catch(() => undefined);
    const problems = await problemTexts(workbench(opened.page)).catch(() => []);
    writeFileSync(path.join(kept, 'problems.txt'), problems.join('\n'));
  }
  for (const [name, file] of logFiles(opened.server)) {
    cpSync(file, path.join(kept, name));
  }
}

/** What the extension and its host logged: name to keep it under, and file. */
function logFiles(server: CodeServer | undefined): readonly (readonly [string, string])[] {
  const logs = server && path.join(server.userData, 'logs');
  if (logs === undefined || !existsSync(logs)) {
    return [];
  }
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((name) => /venvlens.*\.log$|remoteexthost\.log$/i.test(name))
    .map((name) => [path.basename(name), path.join(logs, name)] as const);
}

/** The extension's output channel, as its file has it now. */
export function logged(stage: Stage): string {
  const files = logFiles(stage.server()).filter(([name]) => /^VenvLens\.log$/i.test(name));
  return files.map(([, file]) => readFileSync(file, 'utf8')).join('\n');
}

/** Milliseconds that the extension's activation took, as it logged them. */
export function activation(stage: Stage): number {
  const said = /Activated in (\d+) ms/.exec(logged(stage));
  if (said === null) {
    throw new Error('the log does not say how long the activation took');
  }
  return Number(said[1]);
}

/** Wait for what is not seen on the page: a file, a line of a log. */
export async function until<T>(what: string, look: () => T | Promise<T>, deadline = DEADLINE): Promise<T> {
  const late = performance.now() + deadline;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    if (performance.now() > late) {
      throw new Error(`not within ${deadline} ms: ${what}`);
    }
    await pause(25);
  }
}

/** The middle of an element, for a mouse. */
export async function boxOf(element: Locator): Promise<Part> {
  const box = await element.boundingBox();
  if (box === null) {
    throw new Error('not on the page');
  }
  return box;
}
