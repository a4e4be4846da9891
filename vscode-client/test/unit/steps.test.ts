import assert from 'node:assert/strict';
import test from 'node:test';
import { badName, type Step, walk } from '../../src/steps.ts';

type Said = Readonly<Record<string, string>>;

/** Steps named by letters, whose answers are taken one after the other; tells what each was asked with. */
function script(names: string, ...answers: readonly (string | undefined)[]) {
  const asked: string[] = [];
  const left = [...answers];
  const step = (name: string): Step<Said> => async (state, { step: number, total }) => {
    asked.push(`${number}/${total} ${name}${state[name] ?? ''}`);
    const answer = left.shift();
    return answer === undefined || answer === 'back' ? answer : { ...state, [name]: answer };
  };
  const steps = [...names].map(step);
  return { asked, left, run: () => walk<Said>({}, (state) => (state['a'] === 'short' ? steps.slice(0, 1) : steps)) };
}

test('all steps are asked in their order', async () => {
  const { asked, run } = script('abc', '1', '2', '3');
  assert.deepEqual(await run(), { a: '1', b: '2', c: '3' });
  assert.deepEqual(asked, ['1/3 a', '2/3 b', '3/3 c']);
});

test('back asks the step before again, with what was said', async () => {
  const { asked, run } = script('abc', '1', '2', 'back', 'back', '4', '5', '6');
  assert.deepEqual(await run(), { a: '4', b: '5', c: '6' });
  assert.deepEqual(asked, ['1/3 a', '2/3 b', '3/3 c', '2/3 b2', '1/3 a1', '2/3 b2', '3/3 c']);
});

test('back from the first step is told', async () => {
  assert.equal(await script('ab', 'back').run(), 'back');
  assert.equal(await script('ab', '1', 'back', 'back').run(), 'back');
});

test('who leaves a step leaves all', async () => {
  const { left, run } = script('abc', '1', undefined, '3');
  assert.equal(await run(), undefined);
  assert.deepEqual(left, ['3']);
});

test('an answer decides which steps follow', async () => {
  const { asked, run } = script('abc', 'short');
  assert.deepEqual(await run(), { a: 'short' });
  assert.deepEqual(asked, ['1/3 a']);
});

test('names of folders', () => {
  const taken = ['.venv', 'Src'];
  assert.equal(badName('  ', taken), 'empty');
  assert.equal(badName('.venv', taken), 'taken');
  assert.equal(badName(' src ', taken), 'taken');
  for (const name of ['a/b', 'a\\b', '.', '..', 'c:x', 'a\nb', 'what?', '"']) {
    assert.equal(badName(name, taken), 'separator', name);
  }
  for (const name of ['nul', 'CON', 'com1', 'LPT9.env', 'aux.']) {
    assert.equal(badName(name, taken), 'reserved', name);
  }
  for (const name of ['.venv-1', 'env', 'my env', 'console', 'com10', 'ümgebung']) {
    assert.equal(badName(name, taken), undefined, name);
  }
});
