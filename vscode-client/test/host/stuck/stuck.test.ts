import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { Command } from '../../../src/protocol.ts';
import {
  at, context, findings, label, log, nothingSaid, open, setting, statusText, until, untilEqual, uriOf,
} from '../support.ts';
import { NEW, OLD } from '../tree.ts';

/** Here `ms-python.python` never gets ready and `ms-python.vscode-python-envs` cannot start. */
describe('beside extensions that do not start', () => {
  it('everything is there', async () => {
    assert.ok(vscode.extensions.getExtension('ms-python.python'));
    await open('other', 'app.py');
    await untilEqual(statusText, `.venv (${OLD().version})`);
    await untilEqual(() => findings(uriOf('other', 'app.py')), ['import-missing']);
  });

  it('a choice holds and nobody waits for them', async () => {
    await setting('shareChoice', 'always');
    await context().run(Command.selectEnvironment, { project: at('other'), environment: at('other', 'second') });
    await untilEqual(() => label('other'), `second (${NEW().version})`);
    await context().run(Command.selectEnvironment, { project: at('other'), environment: null });
    await untilEqual(() => label('other'), `.venv (${OLD().version})`);
    await setting('shareChoice', undefined);
  });

  it('the log tells, and nothing pops up', async () => {
    await until('the log', () => /ms-python\.vscode-python-envs/.test(log()));
    await nothingSaid(({ text }) => !/^Activating extension 'ms-python/.test(text));
  });
});
