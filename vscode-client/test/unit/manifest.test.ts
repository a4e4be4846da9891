import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly walkthroughs: readonly { readonly steps: readonly { readonly description: string; readonly media: { readonly image: string } }[] }[];
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

interface Property {
  readonly scope: string;
  readonly default: unknown;
  readonly properties?: Readonly<Record<string, { readonly enum: readonly string[]; readonly default: string }>>;
}

const client = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, client), 'utf8');
const { contributes, capabilities } = JSON.parse(read('package.json')) as Manifest;
const settings = contributes.configuration.properties;
const sources = readdirSync(new URL('src', client)).map((name) => read(`src/${name}`)).join('\n');

test('every command of the palette is registered, in one category', () => {
  for (const { command, category } of contributes.commands) {
    const name = command.replace('venvlens.', '');
    assert.match(sources, new RegExp(`'${command}'|\\b${name}(:|\\(\\)|,)`), command);
    assert.equal(category, 'VenvLens');
  }
});

test('the rules and their severities are those of the server', () => {
  const rules = [...read('../server/RULES.md').matchAll(/^## (\S+)\n\nDefault severity: (\w+)/gm)].map(([, rule, level]) => [rule, level]);
  const ours = Object.entries(settings['venvlens.severity']?.properties ?? {}).map(([rule, { default: level }]) => [rule, level]);
  assert.deepEqual(ours.sort(), rules.sort());
  assert.ok(ours.length > 20);
});

test('a setting that names what is run is the machine\'s, and those with paths are off in Restricted Mode', () => {
  for (const name of ['serverPython', 'interpreter', 'environmentFolders']) {
    assert.equal(settings[`venvlens.${name}`]?.scope, 'machine', name);
  }
  const restricted = capabilities.untrustedWorkspaces.restrictedConfigurations;
  for (const name of ['serverPython', 'interpreter', 'environmentFolders', 'environment', 'roots', 'pythonpath', 'createWith']) {
    assert.ok(restricted.includes(`venvlens.${name}`), name);
  }
  assert.deepEqual(restricted.filter((name) => !(name in settings)), []);
});

test('the pictures and commands of the walkthrough exist', () => {
  for (const { steps } of contributes.walkthroughs) {
    for (const { description, media } of steps) {
      assert.ok(description.startsWith('%') && existsSync(new URL(media.image, client)), media.image);
    }
  }
  const texts = read('package.nls.json');
  const linked = [...texts.matchAll(/\(command:(venvlens\.\w+)\)/g)].map(([, command]) => command);
  const known = contributes.commands.map(({ command }) => command);
  assert.deepEqual(linked.filter((command) => !known.includes(command ?? '')), []);
});
