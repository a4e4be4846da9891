import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import {
  clearNotifications, command, context, extension, findings, log, nothingSaid, open, ui, until, untilEqual, uriOf,
} from '../support.ts';

describe('activation', () => {
  it('shows the first finding soon after the file', async () => {
    await open('shop', 'app.py');
    const begun = performance.now();
    const { activate } = extension();
    assert.equal(typeof activate, 'function');
    await untilEqual(() => findings(uriOf('shop', 'app.py')), ['import-missing']);
    await ui.note(`first finding after ${Math.round(performance.now() - begun)} ms`);
    const [found] = vscode.languages.getDiagnostics(uriOf('shop', 'app.py'));
    assert.match(found?.message ?? '', /absent_thing/);
  });

  it('takes little of the extension host’s time', async () => {
    const [, activated] = await until('the log to tell', () => /Activated in (\d+) ms/.exec(log()));
    const [, spawned] = await until('the log to tell', () => /Server started (\d+) ms after loading/.exec(log()));
    await ui.note(`activated in ${activated} ms, server started ${spawned} ms after loading`);
    assert.ok(Number(activated) <= 150, `activation took ${activated} ms`);
  });

  it('has the commands that its manifest names, and no other', async () => {
    const told: readonly { command: string; category: string }[] = extension().packageJSON.contributes.commands;
    const there = await vscode.commands.getCommands(true);
    const ours = there.filter((name) => name.startsWith('venvlens.') && !name.startsWith('venvlens.server.'));
    assert.deepEqual(ours.sort(), told.map(({ command }) => command).sort());
    assert.deepEqual([...new Set(told.map(({ category }) => category))], ['VenvLens']);
  });

  it('starts the server outside of every folder of the workspace', () => {
    const [, line] = /\n?.*?\[info\] (\S.*bundled\S*venvlens_server\.py server)/.exec(log()) ?? [];
    assert.ok(line, log());
    assert.ok(!line.includes(uriOf('shop').fsPath), line);
    assert.match(line, / -I -S /);
  });

  it('complains about nothing', async () => {
    await nothingSaid(({ text }) => /venvlens|setting/i.test(text));
    assert.doesNotMatch(log(), /\[error\]|there is no setting/);
    await until('the client', () => context().client());
    await clearNotifications();
  });

  it('shows its log and its walkthrough when asked', async () => {
    await command('showLog');
    const shown = () => vscode.window.visibleTextEditors.map(({ document }) => document.uri);
    await until('the log', () => shown().some(({ scheme, path }) => scheme === 'output' && path.includes('venvlens')));
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await command('openWalkthrough');
    const { title } = extension().packageJSON.contributes.walkthroughs[0];
    await until('the walkthrough', async () => (await ui.read('.gettingStartedContainer')).includes(title));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
