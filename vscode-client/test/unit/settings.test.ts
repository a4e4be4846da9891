import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sent } from '../../src/settings.ts';

test('the server is sent what it reads, and nothing that is only ours', () => {
  const section = { ignore: ['six'], environment: '', trace: { server: 'off' }, serverPython: '/p', terminal: { activate: true }, shareChoice: 'ask' };
  assert.deepEqual(sent(section), { ignore: ['six'] });
});

test('what is not a table goes through as it is', () => {
  assert.equal(sent(null), null);
});

test('every setting of the server can be set', () => {
  const python = readFileSync(new URL('../../../server/venvlens/core/settings.py', import.meta.url), 'utf8');
  const keys = [...python.matchAll(/table\.get\("(\w+)"\)/g)].map(([, key]) => key ?? '');
  const all = Object.fromEntries(keys.map((key) => [key, ['x']]));
  assert.ok(keys.length >= 8);
  assert.deepEqual(sent(all), all);
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  assert.deepEqual(keys.filter((key) => !manifest.includes(`"venvlens.${key}": {`)), []);
});
