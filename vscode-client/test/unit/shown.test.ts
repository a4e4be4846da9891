import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Facts, shown } from '../../src/shown.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d)\}/g, (_, at: string) => String(args[Number(at)]));

const environment = {
  prefix: '/w/.venv', version: '3.13.0', kind: 'venv', executable: '/w/.venv/bin/python', extends: null, faults: [], externallyManaged: false,
};
const changed = {
  uri: 'file:///w/a.py', project: '/w', environment, reason: 'it is the nearest environment', state: 'environment' as const, label: '.venv (3.13.0)',
};

function show(facts: Partial<Facts>) {
  return shown({ changed, activity: 'idle', findings: { file: 2, project: 5 }, trusted: true, ...facts }, t);
}

test('an environment is told by its label alone, without a colour', () => {
  const { text, color, spoken, command } = show({});
  assert.deepEqual([text, color, command], ['.venv (3.13.0)', undefined, 'venvlens.selectInterpreter']);
  assert.equal(spoken, 'Python environment: .venv (3.13.0)');
});

test('no environment warns', () => {
  const { text, color } = show({ changed: { ...changed, state: 'none', label: 'No environment' } });
  assert.deepEqual([text, color], ['$(warning) No environment', 'warning']);
});

test('a broken environment is an error, with its faults and a way to repair it', () => {
  const broken = { ...changed, state: 'broken' as const, label: '.venv is broken', environment: { ...environment, faults: ['its base is gone'] } };
  const { text, color, tooltip } = show({ changed: broken });
  assert.deepEqual([text, color], ['$(error) .venv is broken', 'error']);
  assert.match(tooltip, /its base is gone[^]*\[Repair\]\(command:venvlens\.repairEnvironment\)/);
});

test('while something runs it spins and keeps its label, and no colour claims that something is wrong', () => {
  for (const activity of ['working', 'starting'] as const) {
    const { text, color, spoken } = show({ activity, changed: { ...changed, state: 'broken' } });
    assert.deepEqual([text, color], ['$(loading~spin) .venv (3.13.0)', undefined]);
    assert.match(spoken, /working/);
  }
});

test('before anything is known it says who is at work', () => {
  assert.equal(show({ activity: 'starting', changed: undefined }).text, '$(loading~spin) VenvLens');
});

test('a server that does not run can be started from there', () => {
  const { text, color, command, tooltip } = show({ activity: 'stopped' });
  assert.deepEqual([text, color, command], ['$(warning) VenvLens is not running', 'warning', 'venvlens.restart']);
  assert.match(tooltip, /command:venvlens\.showLog/);
});

test('the tooltip tells kind, path, reason, findings and ways on', () => {
  const { tooltip } = show({});
  for (const part of [/venv · \/w\/\\\.venv\/bin\/python/, /nearest environment/, /2 in this file, 5 in this project/, /command:venvlens\.why/]) {
    assert.match(tooltip, part);
  }
  assert.doesNotMatch(tooltip, /Restricted Mode|Repair/);
});

test('in Restricted Mode it says what is off, and where to trust the workspace', () => {
  assert.match(show({ trusted: false }).tooltip, /Restricted Mode: .*command:workbench\.trust\.manage/);
});

test('names of folders are never taken for Markdown, nor for links or icons', () => {
  const hostile = '[x](command:evil) $(flame) <b>`\n\n# a';
  const place = { ...environment, kind: hostile, executable: `/${hostile}`, faults: [hostile] };
  const odd = { ...changed, label: hostile, reason: `${hostile} **bold**`, environment: place };
  const { text, tooltip } = show({ changed: odd });
  assert.doesNotMatch(text, /(?<!\\)\$\(flame|\n/);
  assert.doesNotMatch(tooltip, /\n# a|(?<!\\)`/);
  assert.doesNotMatch(tooltip, /\[x\]\(command|(?<!\\)\$\(flame|(?<!\\)<b|\*\*bold/);
});
