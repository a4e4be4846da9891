import assert from 'node:assert/strict';
import path from 'node:path';

import * as vscode from 'vscode';

import {
  at, command, crowd, label, open, quickInput, row, statusText, take, ui, until, untilEqual,
} from '../support.ts';
import type { QuickInput } from '../page.ts';
import { NEW, OLD } from '../tree.ts';

const ACTIONS = ['Create Environment…', 'Browse…', 'Enter interpreter path…', 'Use automatic choice'];

/** What is found last is there: the Pythons that belong to no project. */
const isWhole = (input: QuickInput) =>
  row(input, 'second (') && input.rows.some(({ heading }) => heading === 'pyenv') &&
  input.rows.slice(ACTIONS.length).every(({ buttons }) => buttons.length > 0);

async function openPicker(...file: readonly string[]) {
  await open(...file);
  await until('the project to be known', () => label(file[0]!));
  await command('selectInterpreter');
  return quickInput('the whole list', isWhole);
}

describe('picker', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

  it('has the actions first, then the environments under their headings', async () => {
    const input = await openPicker('other', 'app.py');
    assert.match(input.title, /^Select Interpreter for .*other/);
    assert.deepEqual(input.rows.slice(0, 4).map((one) => one.label), ACTIONS);
    const headings = input.rows.map((one) => one.heading).filter((heading) => heading !== '');
    const order = ['Recommended', 'This workspace', 'Other projects', 'conda', 'pyenv', 'Global'];
    assert.deepEqual(headings, order.filter((heading) => headings.includes(heading)));
    assert.equal(headings[0], 'Recommended');
    assert.ok(headings.includes('pyenv'), String(headings));
  });

  it('tells version, kind, short path and the one in use, in words too', async () => {
    const input = await openPicker('other', 'app.py');
    const mine = input.rows.find((one) => one.description.startsWith('in use'));
    assert.ok(mine, JSON.stringify(input.rows));
    assert.match(mine.label, new RegExp(`\\.venv \\(${OLD().version}\\)`));
    assert.match(mine.description, /^in use · venv · \.venv$|^in use · venv · .*other\/\.venv$/);
    assert.match(mine.spoken, /in use/);
    assert.equal(input.rows.find((one) => one.focused)?.label, mine.label);
    const second = row(input, `second (${NEW().version})`);
    assert.ok(second, JSON.stringify(input.rows.map((one) => one.label)));
  });

  it('marks nothing as in use where nobody chose anything, and begins with creating', async () => {
    const input = await openPicker('bare', 'app.py');
    assert.deepEqual(input.rows.filter((one) => /in use/.test(one.description)), []);
    assert.equal(input.rows.find((one) => one.focused)?.label, 'Create Environment…');
  });

  it('opens for the project that it is told, whatever is active', async () => {
    await open('shop', 'app.py');
    await command('selectInterpreter', at('other'));
    await quickInput('the list', (input) => /^Select Interpreter for .*other/.test(input.title));
  });

  it('names the faults of a broken one and offers to repair it', async () => {
    const input = await openPicker('ruin', 'app.py');
    const broken = input.rows.find((one) => /ruin|\.venv/.test(one.description) && one.buttons.includes('Repair'));
    assert.ok(broken, JSON.stringify(input.rows.slice(4, 8)));
    assert.match(`${broken.detail}`, /base|Python|interpreter/i);
  });

  it('has buttons to copy, and to delete only environments', async () => {
    const input = await openPicker('other', 'app.py');
    const second = row(input, 'second (');
    assert.ok(second?.buttons.includes('Copy Path') && second.buttons.includes('Delete…'), String(second?.buttons));
    const global = input.rows.find((one) => one.heading === 'pyenv');
    assert.ok(global?.buttons.includes('Copy Path') && !global.buttons.includes('Delete…'), String(global?.buttons));
  });

  it('chooses by the keyboard alone, and goes back to the automatic choice', async () => {
    await openPicker('other', 'app.py');
    await take('second (', 'second');
    await untilEqual(statusText, `second (${NEW().version})`);
    await untilEqual(() => label('other'), `second (${NEW().version})`);
    await openPicker('other', 'app.py');
    await take('Use automatic choice');
    await untilEqual(statusText, `.venv (${OLD().version})`);
  });

  it('changes nothing when it is left', async () => {
    await openPicker('other', 'app.py');
    await ui.fill('second');
    await ui.press('Escape');
    await until('the list to go', async () => !(await ui.quickInput()));
    assert.equal(label('other'), `.venv (${OLD().version})`);
  });

  it('takes a path that is typed, and says in the box what is wrong with it', async () => {
    await openPicker('other', 'app.py');
    await take('Enter interpreter path…');
    await quickInput('the box', (input) => /Enter Interpreter Path/.test(input.title));
    await ui.fill(at('other', 'nothing-here'));
    await ui.press('Enter');
    await quickInput('the message', (input) => /nothing-here/.test(input.message));
    await ui.fill(path.join('second', 'bin', 'python'));
    await ui.press('Enter');
    await untilEqual(statusText, `second (${NEW().version})`);
    assert.equal(await ui.quickInput(), null);
    await openPicker('other', 'app.py');
    await take('Use automatic choice');
    await untilEqual(statusText, `.venv (${OLD().version})`);
  });

  it('is there at once', async () => {
    await open('shop', 'app.py');
    const begun = performance.now();
    await command('selectInterpreter');
    const first = await quickInput('the first environments', (input) => input.rows.length > ACTIONS.length);
    const shown = Math.round(performance.now() - begun);
    const whole = await quickInput('the whole list', isWhole);
    await ui.note(`first rows after ${shown} ms, ${first.rows.length} of ${whole.rows.length}`);
    assert.ok(shown < 2000 * crowd());
  });
});
