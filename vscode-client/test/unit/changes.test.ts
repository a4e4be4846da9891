import assert from 'node:assert/strict';
import test from 'node:test';
import { changesOf, same, shellOf } from '../../src/changes.ts';

const VENV = {
  set: { VIRTUAL_ENV: '/shop/.venv', VIRTUAL_ENV_PROMPT: '.venv' },
  unset: ['PYTHONHOME'],
  prepend: { PATH: ['/shop/.venv/bin'] },
  remarks: [],
};

test('an environment sets its variables, comes first on PATH and empties what must not be there', () => {
  assert.deepEqual(changesOf(VENV, ':'), [
    { variable: 'VIRTUAL_ENV', type: 'replace', value: '/shop/.venv' },
    { variable: 'VIRTUAL_ENV_PROMPT', type: 'replace', value: '.venv' },
    { variable: 'PATH', type: 'prepend', value: '/shop/.venv/bin:' },
    { variable: 'PYTHONHOME', type: 'replace', value: '' },
  ]);
});

test('several folders keep their order', () => {
  const [change] = changesOf({ ...VENV, set: {}, unset: [], prepend: { PATH: ['C:\\e', 'C:\\e\\Scripts'] } }, ';');
  assert.equal(change?.value, 'C:\\e;C:\\e\\Scripts;');
});

test('a global interpreter changes nothing, and neither does what cannot be activated', () => {
  assert.deepEqual(changesOf({ set: {}, unset: [], prepend: { PATH: [] }, remarks: ['global'] }, ':'), []);
  assert.deepEqual(changesOf({ set: {}, unset: ['PYTHONHOME'], prepend: {}, remarks: [] }, ':'), []);
  assert.deepEqual(changesOf(null, ':'), []);
});

test('the order of changes is not a difference, all else is', () => {
  const changes = changesOf(VENV, ':');
  assert.ok(same(changes, changes.toReversed()));
  assert.ok(!same(changes, changes.slice(1)));
  assert.ok(!same(changes, changesOf({ ...VENV, prepend: { PATH: ['/other/bin'] } }, ':')));
  assert.ok(!same([{ variable: 'A', type: 'replace', value: 'b' }], [{ variable: 'A', type: 'prepend', value: 'b' }]));
});

test('a shell is known by its name or by its program', () => {
  assert.equal(shellOf('zsh'), 'zsh');
  assert.equal(shellOf('gitbash'), 'bash');
  assert.equal(shellOf('/usr/bin/fish'), 'fish');
  assert.equal(shellOf('C:\\Program Files\\PowerShell\\7\\pwsh.exe'), 'pwsh');
  assert.equal(shellOf('-bash'), 'bash');
});
