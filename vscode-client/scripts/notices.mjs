// Writes THIRD_PARTY_NOTICES.txt: every package that is really in the bundles, with its licence.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { client } from './places.mjs';

const RULE = '-'.repeat(80);
const IS_LICENCE = /^(licen[cs]e|copying|notice|thirdpartynotices)/i;

const read = (...path) => readFileSync(join(client, ...path), 'utf8').replaceAll('\r\n', '\n').trim();

/** The packages of npm whose code esbuild took. */
function npmPackages() {
  const { outputs } = JSON.parse(read('dist', 'meta.json'));
  const taken = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = taken
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].map((folder) => {
    const { name, version, license } = JSON.parse(read(folder, 'package.json'));
    const licences = readdirSync(join(client, folder)).filter((file) => IS_LICENCE.test(file));
    return { from: 'npm', name, version, licence: license, texts: licences.map((file) => read(folder, file)) };
  });
}

/** The distributions of Python in `bundled/libs`. */
function pythonDistributions() {
  const libs = join('bundled', 'libs');
  const infos = readdirSync(join(client, libs)).filter((name) => name.endsWith('.dist-info'));
  return infos.map((info) => {
    const headers = read(libs, info, 'METADATA').split('\n\n')[0] ?? '';
    const header = (key) => new RegExp(`^${key}: *(.*)$`, 'm').exec(headers)?.[1];
    const files = readdirSync(join(client, libs, info), { recursive: true }).map(String).sort();
    const texts = files
      .filter((file) => IS_LICENCE.test(file) && statSync(join(client, libs, info, file)).isFile())
      .map((file) => read(libs, info, file));
    const licence = header('License-Expression') ?? header('License') ?? header('Classifier: License :(?:: OSI Approved :)?');
    return { from: 'PyPI', name: header('Name'), version: header('Version'), licence, texts };
  });
}

function section({ from, name, version, licence, texts }) {
  if (!name || !version || !licence || texts.length === 0) {
    throw new Error(`${from} package ${name} ${version}: licence ${licence}, ${texts.length} texts`);
  }
  return [RULE, `${name} ${version} (${from}), licence: ${licence}`, '', texts.join('\n\n')].join('\n');
}

const packages = [...npmPackages(), ...pythonDistributions()]
  .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
const own = existsSync(join(client, '..', 'NOTICE')) ? [RULE, read('..', 'NOTICE')].join('\n') : '';
const head = [
  'VenvLens is under the MIT licence (LICENSE). This extension contains the following, under their own licences.',
  '',
  ...packages.map(({ from, name, version, licence }) => `  ${name} ${version} (${from}): ${licence}`),
].join('\n');
writeFileSync(join(client, 'THIRD_PARTY_NOTICES.txt'), `${[head, ...packages.map(section), own].join('\n\n')}\n`);
