import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';

import * as vscode from 'vscode';

import { Command } from '../../../src/protocol.ts';
import {
  at, clearNotifications, context, label, nothingSaid, notification, open, setting, stays, ui, until, untilEqual,
} from '../support.ts';
import { NEW, OLD } from '../tree.ts';

interface Stub {
  calls: (readonly string[])[];
  readonly reads: Map<string, number>;
  readonly active: Map<string, string>;
  choose(folder: string, place: string): void;
}

interface PythonStub extends Stub {
  update: 'takes' | 'throws' | 'hangs' | 'ignores';
  get: 'tells' | 'throws';
  staleFirst: boolean;
  fire(folder: string, place: string): void;
}

interface EnvsStub extends Stub {
  set: 'takes' | 'throws' | 'hangs' | 'ignores';
  resolve: 'finds' | 'finds nothing' | 'throws' | 'hangs';
  fire(folder: string, old: string | undefined, place: string): void;
}

/** As long as it takes the exchange to be sure of an answer, and some more. */
const SETTLED = 1200;
/** As long as what a starting extension says is no choice. */
const STARTED = 2500;

const FIRST = () => `.venv (${OLD().version})`;
const SECOND = () => `second (${NEW().version})`;
const first = () => at('other', '.venv');
const second = () => at('other', 'second');
const inBin = (prefix: string) => `${prefix}/bin/python`;

let python: PythonStub;
let envs: EnvsStub;

const prefixOf = (place: string | undefined) => place?.replace(/\/bin\/python[\d.]*$/, '');
const there = () => [python, envs].map(({ active }) => prefixOf(active.get(at('other'))));
const changes = () => [
  python.calls.filter(([what]) => what === 'update').length,
  envs.calls.filter(([what]) => what === 'set').length,
];

const choose = (environment: string | null) =>
  context().run(Command.selectEnvironment, { project: at('other'), environment });

/** Waits until both have been asked so often for what they use here. */
async function asked(times: number): Promise<void> {
  const often = () => [python, envs].every(({ reads }) => (reads.get(at('other')) ?? 0) >= times);
  await until(`both to be asked ${times} times`, often);
  // Their last answer is still on its way: the client looks at the disk before it counts.
  for (let turn = 0; turn < 3; turn++) await access(first());
}

/** Everybody uses `.venv`, nobody waits for an answer, and nobody has been asked for anything. */
async function reset(): Promise<void> {
  Object.assign(python, { update: 'takes', get: 'tells', staleFirst: false });
  Object.assign(envs, { set: 'takes', resolve: 'finds' });
  python.active.set(at('other'), inBin(first()));
  envs.active.set(at('other'), first());
  [python, envs].forEach(({ reads }) => reads.clear());
  // An answer counts when it was the same twice; before a choice is offered, they are asked once more.
  if (label('other') !== FIRST()) {
    await choose(first());
    await untilEqual(() => label('other'), FIRST());
    await asked(3);
  } else {
    python.fire(at('other'), inBin(first()));
    envs.fire(at('other'), undefined, first());
    await asked(2);
  }
  assert.equal(label('other'), FIRST());
  python.calls = [];
  envs.calls = [];
}

describe('beside Microsoft’s extensions, a choice', () => {
  before(async () => {
    await open('other', 'app.py');
    const of = async <T>(id: string) => ((await vscode.extensions.getExtension(id)?.activate()) as { stub: T }).stub;
    python = await of('ms-python.python');
    envs = await of('ms-python.vscode-python-envs');
    await untilEqual(() => label('other'), FIRST());
    await new Promise((next) => setTimeout(next, STARTED));
  });
  beforeEach(reset);
  afterEach(clearNotifications);
  after(async () => {
    await choose(null);
    await setting('shareChoice', undefined);
  });

  describe('that is never shared', () => {
    before(() => setting('shareChoice', 'never'));

    it('made here stays here', async () => {
      await choose(second());
      await untilEqual(() => label('other'), SECOND());
      await stays(() => [...changes(), label('other')], [0, 0, SECOND()], SETTLED);
    });

    it('made in ms-python.python is taken up', async () => {
      python.choose(at('other'), inBin(second()));
      await untilEqual(() => label('other'), SECOND());
      assert.equal(changes()[0], 0);
    });

    it('made in ms-python.vscode-python-envs is taken up', async () => {
      envs.choose(at('other'), second());
      await untilEqual(() => label('other'), SECOND());
      assert.equal(changes()[1], 0);
    });

    it('made here is not undone by an event that comes late', async () => {
      await choose(second());
      await untilEqual(() => label('other'), SECOND());
      python.fire(at('other'), inBin(first()));
      envs.fire(at('other'), second(), first());
      await stays(() => label('other'), SECOND(), SETTLED);
    });

    it('made here holds when one cannot be read', async () => {
      python.get = 'throws';
      python.fire(at('other'), inBin(second()));
      await stays(() => label('other'), FIRST(), SETTLED);
    });
  });

  describe('that is shared when the user says so', () => {
    before(() => setting('shareChoice', 'ask'));

    it('made here goes to both if so', async () => {
      await choose(second());
      const { buttons } = await notification(/extensions of Microsoft/);
      assert.deepEqual(buttons, ['Share', 'Always', 'Never']);
      assert.deepEqual(changes(), [0, 0]);
      await ui.click('.notifications-center .monaco-button:has-text("Share")');
      await untilEqual(there, [second(), second()]);
    });

    it('made here stays here if the question is put away', async () => {
      await choose(second());
      await notification(/extensions of Microsoft/);
      await clearNotifications();
      await stays(changes, [0, 0], 500);
      assert.equal(label('other'), SECOND());
    });
  });

  describe('that is always shared', () => {
    before(() => setting('shareChoice', 'always'));

    it('made here goes to both, once', async () => {
      await choose(second());
      await untilEqual(() => [...there(), label('other')], [second(), second(), SECOND()]);
      await stays(() => [...changes(), label('other')], [1, 1, SECOND()], SETTLED);
    });

    it('goes to and fro without end nowhere', async () => {
      python.choose(at('other'), inBin(second()));
      envs.choose(at('other'), second());
      await untilEqual(() => label('other'), SECOND());
      await choose(first());
      await untilEqual(() => [...there(), label('other')], [first(), first(), FIRST()]);
      await stays(() => [...there(), label('other')], [first(), first(), FIRST()], SETTLED);
      assert.deepEqual(changes(), [1, 1]);
    });

    it('made here is not undone by the old value that they tell first', async () => {
      python.staleFirst = true;
      await choose(second());
      await untilEqual(() => [...there(), label('other')], [second(), second(), SECOND()]);
      await stays(() => label('other'), SECOND(), SETTLED);
    });

    it('made here stays where the two do not agree', async () => {
      python.update = 'ignores';
      await choose(second());
      await untilEqual(() => [...there(), label('other')], [first(), second(), SECOND()]);
      await stays(() => [label('other'), ...changes()], [SECOND(), 1, 1], SETTLED);
    });

    it('made here holds when one knows nothing of it', async () => {
      envs.resolve = 'finds nothing';
      await choose(second());
      await untilEqual(() => [...there(), label('other')], [second(), first(), SECOND()]);
      await until('envs to be asked', () => envs.calls.some(([what]) => what === 'resolve'));
      await stays(() => label('other'), SECOND(), SETTLED);
    });

    const ends = [['throws', 'throws'], ['takes', 'throws'], ['hangs', 'takes'], ['hangs', 'hangs']] as const;
    for (const [one, other] of ends) {
      it(`made here holds when one ${one} and the other ${other}`, async () => {
          Object.assign(python, { update: one });
        Object.assign(envs, { set: other });
        const answer = await choose(second());
        assert.equal(answer?.status, 'done');
        await untilEqual(() => label('other'), SECOND());
        await untilEqual(changes, [1, 1]);
        await untilEqual(there, [one, other].map((does) => (does === 'takes' ? second() : first())));
        await nothingSaid();
      });
    }
  });
});
