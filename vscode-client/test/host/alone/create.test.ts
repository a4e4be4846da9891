import assert from 'node:assert/strict';
import fs from 'node:fs';

import * as vscode from 'vscode';

import { Command, Method, type Creation } from '../../../src/protocol.ts';
import {
  at, clearNotifications, command, context, label, notification, open, quickInput, status, statusText, take, ui, until,
  untilEqual,
} from '../support.ts';
import { NEW } from '../tree.ts';

describe('creating an environment', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await clearNotifications();
  });

  it('takes one step where that will do, and spins meanwhile', async () => {
    await open('bare', 'app.py');
    await untilEqual(statusText, 'No environment');
    const done = command('createEnvironment');
    await quickInput('the ways', (input) => input.rows.some((one) => one.label === 'Quick Create'));
    await take('Quick Create');
    await until('the spinner', async () => /codicon-loading/.test((await status())?.classes ?? ''));
    await done;
    await untilEqual(statusText, `.venv (${NEW().version})`);
    await until('the spinner to go', async () => !/codicon-loading/.test((await status())?.classes ?? ''));
    assert.ok(fs.existsSync(at('bare', '.venv', 'pyvenv.cfg')));
  });

  it('asks for kind, Python, name and contents where that is wanted', async () => {
    await open('bare', 'app.py');
    const done = command('createEnvironment');
    await quickInput('the ways', (input) => input.rows.some((one) => one.label === 'Custom'));
    await take('Custom');
    const tools = await quickInput('the kinds', (input) => /what makes/i.test(input.placeholder));
    assert.match(tools.title, /1\/\d/);
    await take('venv');
    await quickInput('the Pythons', (input) => /its Python/i.test(input.placeholder));
    await take(NEW().version);
    const name = await quickInput('the name', (input) => /Name of its folder/.test(input.message));
    assert.notEqual(name.value, '.venv');
    await ui.fill('.venv');
    await quickInput('the refusal', (input) => /file or folder of this name/.test(input.message));
    await ui.fill('made by hand');
    await ui.press('Enter');
    const contents = () => quickInput('the contents', (input) => /install into it/.test(input.placeholder));
    const asked = await Promise.race([contents().then(() => true, () => false), done.then(() => false)]);
    if (asked) await ui.press('Enter');
    await done;
    assert.ok(fs.existsSync(at('bare', 'made by hand', 'pyvenv.cfg')));
  });

  it('makes nothing when it is left at any step', async () => {
    await open('ruin', 'app.py');
    const before = fs.readdirSync(at('ruin'));
    const done = command('createEnvironment');
    await quickInput('the ways', (input) => input.rows.some((one) => one.label === 'Custom'));
    await take('Custom');
    await quickInput('a step', (input) => /1\/\d/.test(input.title));
    await ui.press('Escape');
    await done;
    assert.deepEqual(fs.readdirSync(at('ruin')), before);
  });

  it('says why it failed and offers the log', async () => {
    // A file where the folder of the environment would have to be.
    const offered = await context().request<Creation>(Method.creation, { project: at('bare') });
    const interpreter = offered?.interpreters[0]?.executable;
    const prefix = at('bare', 'app.py', '.venv');
    const answer = await context().run(Command.createEnvironment, { prefix, interpreter, version: null, tool: 'venv' });
    assert.ok(answer?.status === 'failed' || answer?.status === 'refused', JSON.stringify(answer));
    assert.match(answer.message, /app\.py/);
    const shown = await notification(({ text }) => text === answer.message);
    const titles = (answer.next ?? []).map(({ title }) => title);
    assert.deepEqual(shown.buttons, [...titles, ...(answer.status === 'failed' ? ['Show Log'] : [])]);
  });

  it('repairs a broken environment by its command', async () => {
    await open('ruin', 'app.py');
    await untilEqual(statusText, '.venv is broken');
    await command('repairEnvironment');
    await untilEqual(() => label('ruin'), `.venv (${NEW().version})`);
    await untilEqual(statusText, `.venv (${NEW().version})`);
  });
});
