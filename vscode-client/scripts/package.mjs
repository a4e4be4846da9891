// Makes the one .vsix for every platform: client, server, libraries, licences; and checks what came out.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { client } from './places.mjs';

const LARGEST_CLIENT = 400_000;
const LARGEST_VSIX = 4_000_000;

/** Runs a program to its end and returns what it says. */
function output(program, ...words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: client,
    encoding: 'utf8',
    // The same bytes from the same files: one time for all files, one order, one time zone.
    env: { ...process.env, SOURCE_DATE_EPOCH: '315532800', TZ: 'UTC', LC_ALL: 'C' },
  });
  const said = `${stdout ?? ''}${stderr ?? ''}`;
  if (status !== 0) {
    fail(`${said}${[program, ...words].join(' ')} ended with ${error?.message ?? status}.`);
  }
  return said;
}

/** Runs a program to its end, shows what it says, and returns that. */
function run(program, ...words) {
  const said = output(program, ...words);
  process.stdout.write(said);
  return said;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** A Python that can put the server together. */
function python() {
  const asked = process.env.PYTHON ? [[process.env.PYTHON]] : [['python3'], ['python'], ['py', '-3']];
  const able = ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'];
  const found = asked.find(([program, ...words]) => spawnSync(program, [...words, ...able]).status === 0);
  return found ?? fail(`Python 3.11 or newer is needed to build, tried: ${asked.flat().join(' ')}.`);
}

function limit(file, most) {
  const { size } = statSync(join(client, file));
  console.log(`${file}: ${Math.ceil(size / 1000)} KB of at most ${most / 1000}`);
  if (size > most) {
    fail(`${file} is too large.`);
  }
}

/** Writes down what is in the .vsix, file by file. */
function record(vsix) {
  const hash = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
  const listed = output(process.execPath, vsce, 'ls', '--no-dependencies').split('\n').filter(Boolean);
  const lines = listed.filter((file) => existsSync(join(client, file))).sort()
    .map((file) => `${hash(join(client, file))}  ${file}`);
  writeFileSync(join(client, 'dist', 'contents.txt'), `${lines.join('\n')}\n`);
  console.log(`${vsix}: sha256 ${hash(join(client, vsix))}`);
}

const { name, version } = JSON.parse(readFileSync(join(client, 'package.json'), 'utf8'));
const vsix = `${name}-${version}.vsix`;
const vsce = join(client, 'node_modules', '@vscode', 'vsce', 'vsce');

readdirSync(client).filter((file) => file.endsWith('.vsix')).forEach((file) => rmSync(join(client, file)));
run(process.execPath, 'scripts/bundle_client.mjs');
run(...python(), 'scripts/bundle_server.py');
run(process.execPath, 'scripts/notices.mjs');
// The project has no public address yet, and the pictures of README.md are in the .vsix.
const said = run(
  process.execPath, vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links',
  '--out', vsix,
);
if (/^\s*WARN|Warning:/m.test(said)) {
  fail('vsce warned.');
}
limit('dist/extension.cjs', LARGEST_CLIENT);
limit(vsix, LARGEST_VSIX);
record(vsix);
