import assert from 'node:assert/strict';
import test from 'node:test';
import { type Action, type Event, exchange, identityOf } from '../../src/exchange.ts';

const FOLDER = 'file:///shop';
const PYTHON = { source: 'python', folder: FOLDER };
const ENVS = { source: 'envs', folder: FOLDER };
const [A, B, C] = ['/a', '/b', '/c'];

/** Plays events, and tells all that was to be done. */
function play(...events: readonly Event[]): readonly Action[] {
  return events.flatMap(exchange());
}

const selected = (...events: readonly Event[]) =>
  play(...events).flatMap((action) => (action.kind === 'select' ? [action.path] : []));
const asked = (...events: readonly Event[]) => play(...events).filter((action) => action.kind === 'read').length;

const changed = (at = PYTHON): Event => ({ kind: 'changed', ...at });
const chosen = (path: string): Event => ({ kind: 'chosen', folder: FOLDER, path });
const used = (path: string): Event => ({ kind: 'used', folder: FOLDER, path });
const said = (path: string | undefined, at = PYTHON): Event => ({ kind: 'read', path, ...at });
/** It says so until that has settled. */
const settles = (path: string, at = PYTHON) => [said(path, at), said(path, at)];
/** It is there, and says so. */
const there = (path: string, at = PYTHON) => [changed(at), ...settles(path, at)];

test('what it says at first is no choice', () => {
  assert.deepEqual(selected(used(C), ...there(A)), []);
});

test('the first thing that it finds, however late, is no choice', () => {
  assert.deepEqual(selected(changed(), said(undefined), changed(), said('python'), changed(), ...settles(A)), []);
});

test('a choice there is taken up once', () => {
  assert.deepEqual(selected(...there(A), changed(), ...settles(B), changed(), ...settles(B)), [B]);
});

test('a choice there counts when it has settled', () => {
  assert.deepEqual(selected(...there(A), changed(), said(B)), []);
  assert.deepEqual(play(...there(A), changed(), said(B)).at(-1), { kind: 'read', ...PYTHON, before: A });
});

test('the value of before, told first, does nothing', () => {
  assert.deepEqual(selected(...there(A), changed(), said(A), ...settles(B)), [B]);
});

test('an event without a change does nothing', () => {
  assert.deepEqual(selected(...there(A), changed(), ...settles(A)), []);
});

test('many events are one question', () => {
  assert.equal(asked(...there(A), changed(), changed(), changed()), asked(...there(A)) + 1);
});

test('an event in between makes it settle anew', () => {
  assert.deepEqual(selected(...there(A), changed(), said(B), changed(), said(B)), []);
  assert.deepEqual(selected(...there(A), changed(), said(B), changed(), said(B), said(B)), [B]);
});

test('answers that never settle are given up, and the next event is heard', () => {
  const restless = Array.from({ length: 60 }, (_, turn) => said(`/${turn}`));
  assert.ok(asked(...there(A), changed(), ...restless) < 30);
  assert.deepEqual(selected(...there(A), changed(), ...restless, changed(), ...settles(B)), [B]);
});

test('no answer does nothing, and the next event is heard', () => {
  assert.deepEqual(selected(...there(A), changed(), said(B), said(undefined), changed(), ...settles(B)), [B]);
});

test('what the folder uses anyway is not chosen', () => {
  assert.deepEqual(selected(...there(A), used(B), changed(), ...settles(B)), []);
});

test('it may name the folder and we the executable', () => {
  assert.deepEqual(selected(...there(A), used('/b/bin/python3.13'), changed(), ...settles(B)), []);
  assert.deepEqual(selected(...there(A), changed(), said('/b/bin/python'), said('/b')), [B]);
});

test('what came because the former one is gone is not chosen', () => {
  const fallen = [changed(), said(B), { ...said(B), gone: true } as Event];
  assert.deepEqual(selected(...there(A), ...fallen), []);
  assert.deepEqual(selected(...there(A), ...fallen, changed(), ...settles(C)), [C]);
});

test('what we gave it comes back without an echo', () => {
  assert.deepEqual(selected(...there(A), chosen(B), ...settles(A), changed(), ...settles(B)), []);
});

test('what we gave it may be told late, after the old one', () => {
  const old = [changed(), ...settles(A)];
  assert.deepEqual(selected(...there(A), chosen(B), ...settles(A), ...old, ...old, changed(), ...settles(B)), []);
});

test('a choice there after ours is taken up', () => {
  const ours = [...there(A), chosen(B), ...settles(A), changed(), ...settles(B)];
  assert.deepEqual(selected(...ours, changed(), ...settles(A)), [A]);
  assert.deepEqual(selected(...ours, changed(), ...settles(C), chosen(B), ...settles(C), changed(), ...settles(A)), [C, A]);
});

test('a choice there that has not settled yields to a later one here', () => {
  const events = [...there(A), changed(), said(B), chosen(C), said(B), said(B)];
  assert.deepEqual(selected(...events), []);
  assert.deepEqual(selected(...events, changed(), ...settles(B)), []);
  assert.deepEqual(selected(...events, changed(), ...settles(A)), [A]);
});

test('a late event of a choice before ours does nothing', () => {
  assert.deepEqual(selected(...there(A), changed(), chosen(C), changed(), ...settles(B), changed(), ...settles(B)), []);
});

test('two extensions that disagree do not make us go to and fro', () => {
  const both = [...there(A, ENVS), ...there(A), changed(ENVS), ...settles(B, ENVS)];
  assert.deepEqual(selected(...both), [B]);
  assert.deepEqual(selected(...both, changed(), ...settles(A)), [B]);
  assert.deepEqual(selected(...both, changed(), ...settles(B), changed(ENVS), ...settles(B, ENVS)), [B]);
});

test('answers of two extensions may come in turns', () => {
  const turns = [changed(), changed(ENVS), said(B), said(C, ENVS), said(B), said(C, ENVS)];
  assert.deepEqual(selected(...there(A, ENVS), ...there(A), ...turns), [B, C]);
});

test('a choice here makes those be asked that keep the folder', () => {
  const events = [...there(A, ENVS), ...there(A), ...there(A, { source: 'python', folder: 'file:///other' })];
  const actions = play(...events, chosen(B)).slice(play(...events).length);
  assert.deepEqual(actions, [{ kind: 'read', ...ENVS, before: A }, { kind: 'read', ...PYTHON, before: A }]);
});

test('folders are apart', () => {
  const other = { source: 'python', folder: 'file:///other/shop' };
  assert.deepEqual(selected(...there(A), ...there(A, other), chosen(B), changed(other), ...settles(B, other)), [B]);
});

test('what nobody asked for is not heard', () => {
  assert.deepEqual(play(...settles(B)), []);
  assert.deepEqual(selected(...there(A), ...settles(B)), []);
});

test('whatever happens in whatever order: what is taken up is new, and a choice here is not undone by an old one', () => {
  const events = [changed(), changed(ENVS), said(A), said(B), said(A, ENVS), said(B, ENVS), said(undefined), chosen(A), chosen(B)];
  for (let seed = 1; seed < 2000; seed++) {
    const step = exchange();
    let [random, now, told] = [seed, '', new Map<string, string | undefined>()];
    for (let turn = 0; turn < 40; turn++) {
      random = (random * 48271) % 2147483647;
      const event = events[random % events.length]!;
      const selects = step(event).filter((action) => action.kind === 'select');
      assert.ok(selects.length < 2);
      for (const { path, source } of selects) {
        assert.ok(event.kind === 'read' && event.path === path && path !== now && told.get(source) !== path);
        told.set(source, path);
      }
      now = selects[0]?.path ?? (event.kind === 'chosen' ? event.path : now);
    }
  }
});

test('an environment is the same by its folder and by its programs', () => {
  for (const named of ['/p/.venv', '/p/.venv/', '/p/.venv/bin/python', '/p/.venv/bin/python3.13', '/p/.venv/bin/pypy3']) {
    assert.equal(identityOf(named), '/p/.venv', named);
  }
  assert.equal(identityOf('/opt/conda/python.exe'), '/opt/conda');
  assert.equal(identityOf('/p/.venv/Scripts/python.exe'), '/p/.venv');
});

test('Pythons that share a folder are not the same', () => {
  assert.equal(identityOf('/usr/bin/python3.11'), '/usr/bin/python3.11');
  assert.notEqual(identityOf('/usr/local/bin/python3.11'), identityOf('/usr/local/bin/python3.12'));
});

test('a name that is no path is nothing yet', () => {
  assert.equal(identityOf('python'), undefined);
  assert.equal(identityOf(''), undefined);
  assert.equal(identityOf(undefined), undefined);
});
