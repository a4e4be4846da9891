import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { at, clearNotifications, command, label, open, statusText, until, untilEqual } from '../support.ts';
import { NEW } from '../tree.ts';

/** The text of our document about a folder whose name has a word, once it is shown in the active tab. */
async function shown(word: RegExp, folder: string): Promise<string> {
  const document = await until(`a document ${word}`, () =>
    vscode.workspace.textDocuments.find(({ uri, isClosed }) =>
      uri.scheme === 'venvlens' && word.test(uri.path) && uri.query.includes(`/${folder}/`) && !isClosed));
  await until('its tab', () => word.test(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? ''));
  return document.getText();
}

describe('reports', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clearNotifications();
  });

  it('tell why the environment was chosen', async () => {
    await open('shop', 'app.py');
    await untilEqual(statusText, `.venv (${NEW().version})`);
    await command('why');
    const text = await shown(/why/i, 'shop');
    assert.ok(text.includes(at('shop', '.venv')) || text.includes('.venv'), text);
    assert.match(text, /^#|\n[-*|] /, 'no Markdown');
  });

  it('tell what is wrong with it', async () => {
    await open('other', 'app.py');
    await until('the environment', () => label('other'));
    await command('doctor');
    const text = await shown(/doctor/i, 'other');
    assert.ok(text.length > 40, text);
    assert.doesNotMatch(text, /gave no answer/);
  });

  it('tell of another file when they are asked for there', async () => {
    await open('shop', 'app.py');
    await command('why');
    const first = await shown(/why/i, 'shop');
    await open('other', 'app.py');
    await until('the environment', () => label('other'));
    await command('why');
    assert.notEqual(await shown(/why/i, 'other'), first);
  });
});
