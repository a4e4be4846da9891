// Plays the stories in real VS Code, from the packaged .vsix. See README.md beside this file.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { installExtension, type Version } from './code_server.ts';
import { play, type Played, type Story } from './stage.ts';

const HERE = import.meta.dirname;
const CLIENT = path.resolve(HERE, '../..');

const { values } = parseArgs({
  options: {
    editors: { type: 'string', default: process.env['STORIES_EDITORS'] ?? path.join(CLIENT, '.editors') },
    vsix: { type: 'string', default: process.env['STORIES_VSIX'] ?? '' },
    version: { type: 'string', default: process.env['STORIES_VERSION'] ?? 'both' },
    story: { type: 'string', default: process.env['STORY'] ?? '' },
    times: { type: 'string', default: '1' },
    again: { type: 'string', default: '0' },
    output: { type: 'string', default: path.join(HERE, 'output') },
    pictures: { type: 'boolean', default: false },
  },
});

const versions: readonly Version[] = values.pictures ? ['newest'] :
  values.version === 'newest' || values.version === 'oldest' ? [values.version] : ['newest', 'oldest'];

async function main(): Promise<void> {
  const stories = await read(values.story);
  const vsix = values.vsix || newestVsix();
  const scratch = mkdtempSync(path.join(tmpdir(), 'venvlens-'));
  process.env['TMPDIR'] = scratch; // The browser's profile goes with it.
  rmSync(values.output, { recursive: true, force: true });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const lanes = versions.map((version) => playAll(stories, version, vsix, scratch, browser));
    report((await Promise.all(lanes)).flat());
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function playAll(
  stories: readonly Story[], version: Version, vsix: string, scratch: string, browser: Browser,
): Promise<readonly Played[]> {
  const extensions = path.join(scratch, `${version}-extensions`);
  installExtension(values.editors, version, vsix, extensions, path.join(scratch, `${version}-install`));
  const media = values.pictures ? path.join(CLIENT, 'media') : undefined;
  const played: Played[] = [];
  let tries = 0;
  for (let time = 0; time < Number(values.times); time++) {
    for (const story of stories) {
      const { editors, output } = values;
      for (let left = Number(values.again); ; left--) {
        const own = path.join(scratch, `${version[0]}${(tries += 1)}`);
        const one = await play(story, { version, browser, editors, extensions, vsix, scratch: own, output, media });
        say(one);
        rmSync(own, { recursive: true, force: true, maxRetries: 5 });
        if (one.failure === undefined || left === 0) {
          played.push(one);
          break;
        }
        console.log(`AGAIN ${version} ${story.name}`);
      }
    }
  }
  return played;
}

async function read(wanted: string): Promise<readonly Story[]> {
  const files = readdirSync(path.join(HERE, 'stories')).filter((name) => name.endsWith('.ts')).sort();
  const modules = await Promise.all(files.map((name) => import(path.join(HERE, 'stories', name))));
  const stories: Story[] = modules.map((module: { story: Story }) => module.story);
  const chosen = stories.filter((story) => story.name.includes(wanted));
  if (chosen.length === 0) {
    throw new Error(`no story ${wanted} among ${stories.map((story) => story.name).join(', ')}`);
  }
  return chosen;
}

function newestVsix(): string {
  const [newest] = readdirSync(CLIENT).filter((name) => name.endsWith('.vsix'))
    .map((name) => path.join(CLIENT, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (newest === undefined) {
    throw new Error(`no .vsix in ${CLIENT}: make it with npm run package`);
  }
  return newest;
}

function say(one: Played): void {
  const figures = one.figures.length > 0 ? ` (${one.figures.join(', ')})` : '';
  const verdict = one.failure === undefined ? 'ok  ' : 'FAIL';
  console.log(`${verdict} ${one.version} ${one.story} ${(one.ms / 1000).toFixed(1)} s${figures}`);
  if (one.failure !== undefined) {
    console.log(stripVTControlCharacters(String(one.failure instanceof Error ? one.failure.stack : one.failure)));
    console.log(`     kept in ${one.kept}`);
  }
}

function report(all: readonly Played[]): void {
  const failed = all.filter((one) => one.failure !== undefined).length;
  console.log(`\n${all.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && all.length > 0 ? 0 : 1;
}

await main();
