import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { open, ui, until } from '../support.ts';

describe('activation', () => {
  it('works', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 4);
    await open('shop', 'app.py');
    await ui.note(JSON.stringify(await ui.statusItems()));
    void vscode.window.showQuickPick([{ label: 'a', description: 'b', detail: 'c' }, { label: 'sep', kind: -1 }, { label: 'x' }], { title: 't' });
    const q = await until('quick pick', () => ui.quickInput());
    await ui.note(JSON.stringify(q));
    void vscode.window.showErrorMessage('a message', 'Button');
    await vscode.commands.executeCommand('notifications.showList');
    await new Promise((n) => setTimeout(n, 500));
    await ui.note(JSON.stringify(await ui.notifications()));
  });
});
