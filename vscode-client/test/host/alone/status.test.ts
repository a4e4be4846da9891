import assert from 'node:assert/strict';
import fs from 'node:fs';

import * as vscode from 'vscode';

import { at, findings, open, status, statusText, stays, ui, until, untilEqual, uriOf } from '../support.ts';
import { NEW, OLD } from '../tree.ts';

describe('status bar', () => {
  it('tells the environment of the active file', async () => {
    await open('shop', 'app.py');
    await untilEqual(statusText, `.venv (${NEW().version})`);
    const item = await until('the item', status);
    assert.match(item.spoken, new RegExp(`^Python environment: \\.venv \\(${NEW().version}\\)`));
    assert.doesNotMatch(item.classes, /warning-kind|error-kind/);
  });

  it('follows the active editor from folder to folder', async () => {
    await open('other', 'app.py');
    await untilEqual(statusText, `.venv (${OLD().version})`);
    await open('shop', 'app.py');
    await untilEqual(statusText, `.venv (${NEW().version})`);
  });

  it('warns where there is no environment', async () => {
    await open('bare', 'app.py');
    await untilEqual(statusText, 'No environment');
    const item = await until('the item', status);
    assert.match(item.classes, /warning-kind/);
    assert.match(item.classes, /codicon-warning/);
  });

  it('says that an environment is broken', async () => {
    await open('ruin', 'app.py');
    await untilEqual(statusText, '.venv is broken');
    const item = await until('the item', status);
    assert.match(item.classes, /error-kind/);
    assert.match(item.classes, /codicon-error/);
  });

  it('is hidden for other languages, and comes back', async () => {
    await open('shop', 'words.txt');
    await until('the item to go', async () => !(await status()));
    await open('shop', 'app.py');
    await untilEqual(statusText, `.venv (${NEW().version})`);
  });

  it('tells kind, path, reason and findings when hovered, with ways on', async () => {
    await open('shop', 'app.py');
    await untilEqual(() => findings(uriOf('shop', 'app.py')), ['import-missing']);
    const item = await until('the item', status);
    const { text, links } = await ui.tooltip(item.id);
    assert.match(text, /\.venv/);
    assert.match(text, /venv · .*shop\/\.venv\/bin\/python/);
    assert.match(text, /Chosen because/);
    assert.match(text, /Findings: 1 in this file, \d+ in this project/);
    for (const name of ['selectInterpreter', 'createEnvironment', 'why', 'doctor']) {
      assert.ok(links.includes(`command:venvlens.${name}`), `${name} is not among ${links}`);
    }
  });

  it('sees within two seconds that the environment went, and that it came back', async () => {
    await open('shop', 'app.py');
    await untilEqual(statusText, `.venv (${NEW().version})`);
    fs.renameSync(at('shop', '.venv'), at('shop.gone'));
    await untilEqual(statusText, 'No environment', 2000);
    fs.renameSync(at('shop.gone'), at('shop', '.venv'));
    await untilEqual(statusText, `.venv (${NEW().version})`, 2000);
  });

  it('stays while a panel or the list of notifications has the focus', async () => {
    await open('shop', 'app.py');
    await untilEqual(statusText, `.venv (${NEW().version})`);
    await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
    await stays(statusText, `.venv (${NEW().version})`, 300);
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
