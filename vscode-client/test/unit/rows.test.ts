import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import test from 'node:test';
import type { Listed } from '../../src/protocol.ts';
import { expanded, pathOf, sections } from '../../src/rows.ts';

const listed = (prefix: string, section: string, more: Partial<Listed> = {}): Listed => ({
  prefix, section, version: '3.13.0', kind: 'venv', executable: `${prefix}/bin/python`, extends: null, faults: [],
  externallyManaged: false, group: 'kept', project: null, name: null, origin: '', implementation: 'cpython', base: null,
  label: prefix, path: prefix, selected: false, removable: false, ...more,
});

test('headings have their order, whatever comes first, and entries keep theirs', () => {
  const found = [listed('/g', 'Global'), listed('/b', 'Recommended'), listed('/c', 'conda'), listed('/a', 'Recommended')];
  const told = sections(found).map(({ title, entries }) => [title, ...entries.map((one) => one.prefix)]);
  assert.deepEqual(told, [['Recommended', '/b', '/a'], ['conda', '/c'], ['Global', '/g']]);
});

test('a heading that is not known comes last', () => {
  const found = [listed('/n', 'Nix'), listed('/g', 'Global')];
  assert.deepEqual(sections(found).map(({ title }) => title), ['Global', 'Nix']);
});

test('a global Python is chosen by its program, an environment by its folder', () => {
  assert.equal(pathOf(listed('/usr', 'Global', { group: 'global', executable: '/usr/bin/python3.12' })), '/usr/bin/python3.12');
  assert.equal(pathOf(listed('/p/.venv', 'Recommended')), '/p/.venv');
  assert.equal(pathOf(listed('/p/.venv', 'Recommended', { executable: null })), '/p/.venv');
});

test('paths are taken as people type and paste them', () => {
  const take = (text: string) => expanded(text, '/home/me', '/work/shop');
  assert.equal(take('~/.venvs/tools'), '/home/me/.venvs/tools');
  assert.equal(take('~'), '/home/me');
  assert.equal(take('~other/bin'), '/work/shop/~other/bin');
  assert.equal(take('${workspaceFolder}/.venv'), '/work/shop/.venv');
  assert.equal(take('  "/opt/my python/bin/python" '), '/opt/my python/bin/python');
  assert.equal(take('.venv/bin/python'), '/work/shop/.venv/bin/python');
  assert.equal(expanded('~/$&', '/home/$1', '/'), '/home/$1/$&');
  assert.equal(expanded('~/a', homedir(), '/'), `${homedir()}/a`);
});
