import assert from 'node:assert/strict';
import test from 'node:test';
import { type Action, type Event, exchange, key, NOTHING, type State } from '../../src/exchange.ts';

const FOLDER = 'file:///shop';
const PYTHON = { source: 'python', folder: FOLDER };
const ENVS = { source: 'envs', folder: FOLDER };

/** Plays events, and tells the state after them and all that was to be done. */
function play(...events: readonly Event[]): { state: State; actions: readonly Action[] } {
  let state = NOTHING;
  const actions: Action[] = [];
  for (const event of events) {
    const [next, more] = exchange(state, event);
    state = next;
    actions.push(...more);
  }
  return { state, actions };
}

const selected = (...events: readonly Event[]) =>
  play(...events).actions.flatMap((action) => (action.kind === 'select' ? [action.value] : []));

/** What it says until it has said the same twice. */
const says = (value: string, at = PYTHON): readonly Event[] => [
  { kind: 'read', value, ...at },
  { kind: 'read', value, ...at },
];
const changed = (at = PYTHON): Event => ({ kind: 'changed', ...at });
const chosen = (value: string): Event => ({ kind: 'chosen', folder: FOLDER, value });
const used = (value: string): Event => ({ kind: 'used', folder: FOLDER, value });
/** It has started, and says `value`; here another one is used. */
const started = (value: string, at = PYTHON): readonly Event[] => [
  { kind: 'attached', ...at }, ...says(value, at), { kind: 'started', ...at },
];

test('what it says at its start is no choice', () => {
  assert.deepEqual(selected(used('ours'), ...started('theirs')), []);
});

test('what it finds while it starts is no choice', () => {
  const found = [changed(), ...says('found later')];
  assert.deepEqual(selected({ kind: 'attached', ...PYTHON }, ...says('first'), ...found, { kind: 'started', ...PYTHON }), []);
});

test('what was asked while it started and settles later is no choice', () => {
  const [first, second] = says('found later') as [Event, Event];
  const events: readonly Event[] = [{ kind: 'attached', ...PYTHON }, ...says('first'), changed(), first];
  assert.deepEqual(selected(...events, { kind: 'started', ...PYTHON }, second), []);
});

test('the first thing that it finds, however late, is no choice', () => {
  const nothing: Event = { kind: 'read', value: undefined, ...PYTHON };
  const events: readonly Event[] = [{ kind: 'attached', ...PYTHON }, nothing, { kind: 'started', ...PYTHON }];
  assert.deepEqual(selected(...events, changed(), ...says('found')), []);
});

test('a choice there is taken up once', () => {
  assert.deepEqual(selected(...started('a'), changed(), ...says('b'), changed(), ...says('b')), ['b']);
});

test('a choice there counts when it has settled', () => {
  const { actions } = play(...started('a'), changed(), { kind: 'read', value: 'b', ...PYTHON });
  assert.deepEqual(actions.at(-1), { kind: 'read', ...PYTHON });
  assert.ok(!actions.some((action) => action.kind === 'select'));
});

test('the value of before, told first, does nothing', () => {
  const old: Event = { kind: 'read', value: 'a', ...PYTHON };
  assert.deepEqual(selected(...started('a'), changed(), old, ...says('b')), ['b']);
});

test('an event without a change does nothing', () => {
  assert.deepEqual(selected(...started('a'), changed(), ...says('a')), []);
});

test('many events are one question', () => {
  const { actions } = play(...started('a'), changed(), changed(), changed());
  assert.equal(actions.filter((action) => action.kind === 'read').length, 2 + 1);
});

test('an event in between makes it settle anew', () => {
  const b: Event = { kind: 'read', value: 'b', ...PYTHON };
  assert.deepEqual(selected(...started('a'), changed(), b, changed(), b), []);
  assert.deepEqual(selected(...started('a'), changed(), b, changed(), b, b), ['b']);
});

test('answers that never settle are given up', () => {
  const restless = Array.from({ length: 60 }, (_, turn): Event => ({ kind: 'read', value: `${turn}`, ...PYTHON }));
  const { state, actions } = play(...started('a'), changed(), ...restless);
  assert.equal(state.places[key(PYTHON)]?.asking, undefined);
  assert.equal(state.places[key(PYTHON)]?.told, 'a');
  assert.ok(actions.length < 30);
});

test('no answer does nothing, and the next event is heard', () => {
  const nothing: Event = { kind: 'read', value: undefined, ...PYTHON };
  assert.deepEqual(selected(...started('a'), changed(), nothing, changed(), ...says('b')), ['b']);
});

test('what the folder uses anyway is not chosen', () => {
  assert.deepEqual(selected(...started('a'), used('b'), changed(), ...says('b')), []);
});

test('what came because the former one is gone is not chosen', () => {
  const gone = says('global').map((event) => ({ ...event, gone: true }));
  assert.deepEqual(selected(...started('a'), changed(), ...gone), []);
  assert.deepEqual(selected(...started('a'), changed(), ...gone, changed(), ...says('b')), ['b']);
});

test('what we gave it comes back without an echo', () => {
  const ours = [...started('a'), chosen('b'), ...says('a')];
  assert.deepEqual(selected(...ours, changed(), ...says('b')), []);
});

test('what we gave it may be told late, after the old one', () => {
  const old = says('a');
  assert.deepEqual(selected(...started('a'), chosen('b'), ...old, changed(), ...old, changed(), ...says('b')), []);
});

test('a choice there after ours is taken up', () => {
  const ours = [...started('a'), chosen('b'), ...says('a'), changed(), ...says('b')];
  assert.deepEqual(selected(...ours, changed(), ...says('a')), ['a']);
  assert.deepEqual(selected(...ours, changed(), ...says('c'), chosen('b'), ...says('c')), ['c']);
});

test('a choice there that has not settled yields to a later one here', () => {
  const [first, second] = says('b') as [Event, Event];
  const events = [...started('a'), changed(), first, chosen('c'), first, second];
  assert.deepEqual(selected(...events), []);
  assert.deepEqual(selected(...events, changed(), ...says('b')), []);
  assert.deepEqual(selected(...events, changed(), ...says('a')), ['a']);
});

test('a late event of a choice before ours does nothing', () => {
  const events = [...started('a'), changed(), chosen('c'), ...says('b')];
  assert.deepEqual(selected(...events, changed(), ...says('b')), []);
});

test('two extensions that disagree do not make us go to and fro', () => {
  const both = [...started('a', ENVS), ...started('a')];
  const there = [...both, changed(ENVS), ...says('b', ENVS)];
  assert.deepEqual(selected(...there), ['b']);
  assert.deepEqual(selected(...there, changed(), ...says('a')), ['b']);
  assert.deepEqual(selected(...there, changed(), ...says('b'), changed(ENVS), ...says('b', ENVS)), ['b']);
});

test('a choice here makes every extension that keeps the folder be asked', () => {
  const other = { source: 'python', folder: 'file:///other' };
  const events = [...started('a', ENVS), ...started('a'), ...started('x', other)];
  const before = play(...events).actions.length;
  const { actions } = play(...events, chosen('b'));
  assert.deepEqual(actions.slice(before), [{ kind: 'read', ...ENVS }, { kind: 'read', ...PYTHON }]);
});

test('folders are apart, also where the name of one ends in that of another', () => {
  const other = { source: 'python', folder: 'file:///other/shop' };
  const events = [...started('a'), ...started('a', other), chosen('b')];
  assert.deepEqual(selected(...events, changed(other), ...says('b', other)), ['b']);
});

test('what nobody asked for is not heard', () => {
  assert.deepEqual(play(changed(), ...says('b')), { state: NOTHING, actions: [] });
  assert.deepEqual(selected(...started('a'), ...says('b')), []);
});
