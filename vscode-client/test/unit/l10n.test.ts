import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bundle, ungathered } from '../../scripts/l10n.ts';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('every text of the client can be translated', () => {
  assert.deepEqual(ungathered(), []);
  assert.equal(read('l10n/bundle.l10n.json'), bundle(), 'run: npm run l10n');
});

test('every text that package.json names is there, and no other', () => {
  const named = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
  const there = Object.keys(JSON.parse(read('package.nls.json')) as object);
  assert.deepEqual([...new Set(named)].sort(), there.sort());
});
