import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import {
  clearNotifications, context, extension, findings, folder, label, log, nothingSaid, open, setting, statusText,
  untilEqual, uriOf,
} from '../support.ts';
import { NEW, OLD } from '../tree.ts';

const app = () => uriOf('shop', 'app.py');

describe('settings', () => {
  before(() => open('shop', 'app.py'));
  beforeEach(() => untilEqual(() => findings(app()), ['import-missing']));

  it('silence a rule, at once and without a restart', async () => {
    await setting('severity', { 'import-missing': 'off' });
    await untilEqual(() => findings(app()), []);
    await setting('severity', undefined);
    await untilEqual(() => findings(app()), ['import-missing']);
  });

  it('change how loudly a rule speaks', async () => {
    const severities = () => vscode.languages.getDiagnostics(app()).map(({ severity }) => severity);
    const before = severities();
    await setting('severity', { 'import-missing': 'hint' });
    await untilEqual(severities, [vscode.DiagnosticSeverity.Hint]);
    await setting('severity', undefined);
    await untilEqual(severities, before);
  });

  it('ignore a name', async () => {
    await setting('ignore', ['absent_thing']);
    await untilEqual(() => findings(app()), []);
    await setting('ignore', undefined);
  });

  it('of a folder are for that folder', async () => {
    await open('other', 'app.py');
    await untilEqual(statusText, `.venv (${OLD().version})`);
    const ofFolder = vscode.workspace.getConfiguration('venvlens', folder('other').uri);
    await ofFolder.update('environment', 'second', vscode.ConfigurationTarget.WorkspaceFolder);
    await untilEqual(statusText, `second (${NEW().version})`);
    assert.equal(label('shop'), `.venv (${NEW().version})`);
    await ofFolder.update('environment', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await untilEqual(statusText, `.venv (${OLD().version})`);
    await vscode.workspace.fs.delete(uriOf('other', '.vscode'), { recursive: true });
  });

  it('that name something to run cannot come from a workspace', () => {
    const told: Record<string, { scope?: string }> = extension().packageJSON.contributes.configuration.properties;
    const scopes = Object.fromEntries(Object.entries(told).map(([name, { scope }]) => [name.slice(9), scope]));
    assert.equal(scopes['serverPython'], 'machine');
    assert.equal(scopes['interpreter'], 'machine');
  });

  it('are all known to the server', async () => {
    await nothingSaid(({ text }) => /setting/.test(text));
    assert.doesNotMatch(log(), /there is no setting/);
    assert.ok(context().client());
    await clearNotifications();
  });
});
