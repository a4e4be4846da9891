import assert from 'node:assert/strict';
import fs from 'node:fs';

import * as vscode from 'vscode';

import { at, findings, open, statusText, until, untilEqual, uriOf } from '../support.ts';
import { NEW, putDistribution } from '../tree.ts';

const app = () => uriOf('shop', 'app.py');

async function fixes(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind);
}

const titles = (actions: readonly vscode.CodeAction[]) => actions.map(({ title }) => title);

describe('editing', () => {
  it('has quick fixes for a finding', async () => {
    await open('shop', 'app.py');
    const [found] = await until('the finding', () => {
      const all = vscode.languages.getDiagnostics(app());
      return all.length === 1 && all;
    });
    const actions = await fixes(app(), found!.range);
    assert.ok(titles(actions).some((title) => /absent/.test(title)), String(titles(actions)));
  });

  it('has them on another extension’s complaint about the same import too', async () => {
    await open('shop', 'app.py');
    const [ours] = await until('the finding', () => {
      const all = vscode.languages.getDiagnostics(app());
      return all.length === 1 && all;
    });
    const alone = titles(await fixes(app(), ours!.range));
    const pylance = vscode.languages.createDiagnosticCollection('Pylance');
    try {
      // It underlines the name only, and calls itself something else.
      const word = new vscode.Range(ours!.range.end.translate(0, -3), ours!.range.end);
      const theirs = new vscode.Diagnostic(word, 'Import "absent_thing" could not be resolved');
      Object.assign(theirs, { source: 'Pylance', code: 'reportMissingImports' });
      pylance.set(app(), [theirs]);
      const there = await fixes(app(), word);
      assert.deepEqual(titles(there), alone);
    } finally {
      pylance.dispose();
    }
  });

  it('judges the cells of a notebook, and shows its environment', async () => {
    const notebook = await vscode.workspace.openNotebookDocument(uriOf('shop', 'notes.ipynb'));
    await vscode.window.showNotebookDocument(notebook);
    const cells = () => notebook.getCells().map(({ document }) => findings(document.uri));
    await untilEqual(cells, [[], ['import-missing']]);
    await untilEqual(statusText, `.venv (${NEW().version})`);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('sees within a second what was installed in a terminal', async () => {
    await open('shop', 'app.py');
    await untilEqual(() => findings(app()), ['import-missing']);
    putDistribution(at('shop', '.venv'), 'absent_thing');
    await untilEqual(() => findings(app()), [], 3000);
    const site = at('shop', '.venv', 'lib');
    for (const file of fs.readdirSync(site, { recursive: true, encoding: 'utf8' })) {
      if (/absent_thing[^/]*$/.test(file)) fs.rmSync(`${site}/${file}`, { recursive: true });
    }
    await untilEqual(() => findings(app()), ['import-missing'], 3000);
  });

  it('judges what is typed', async () => {
    const editor = await open('shop', 'app.py');
    const uri = editor.document.uri;
    await untilEqual(() => findings(uri).includes('import-missing'), true);
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(whole, 'import os\n'));
    await untilEqual(() => findings(uri).includes('import-missing'), false);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await untilEqual(() => findings(uri).includes('import-missing'), true);
  });
});
