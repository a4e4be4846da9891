import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { behind, candidates, find, thisMachine, type Candidate, type Fence } from './pythons.ts';

const REMEMBERED = 'python';
const CHOSEN = 'chosenPython';
const DOWNLOADS = 'https://www.python.org/downloads/';
const t = vscode.l10n.t;

interface Remembered {
  readonly python: string;
  readonly stamp: string;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** How the server is started. If it cannot be, the user has been told. */
export async function launch(extension: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<Launch | undefined> {
  const cwd = extension.globalStorageUri.fsPath;
  mkdirSync(cwd, { recursive: true });
  const told = process.env['VENVLENS_SERVER_COMMAND'];
  if (told && extension.extensionMode !== vscode.ExtensionMode.Production) {
    const [command = '', ...args] = JSON.parse(told) as string[];
    return { command, args, cwd };
  }
  const python = await pythonOf(extension, log, cwd);
  const flags = ['-I', '-S', '-X', 'utf8', '-X', `pycache_prefix=${path.join(cwd, 'pycache')}`];
  const script = extension.asAbsolutePath(path.join('bundled', 'venvlens_server.py'));
  return python ? { command: python, args: [...flags, script, 'server'], cwd } : undefined;
}

/** Whether there was anything to forget, so that it is worth to look again. */
export function forget(extension: vscode.ExtensionContext): boolean {
  const known = extension.globalState.get<Remembered>(REMEMBERED) !== undefined;
  void extension.globalState.update(REMEMBERED, undefined);
  return known;
}

async function pythonOf(
  extension: vscode.ExtensionContext, log: vscode.LogOutputChannel, cwd: string,
): Promise<string | undefined> {
  const named = vscode.workspace.getConfiguration('venvlens').get<string>('serverPython');
  if (named) {
    const program = named.replace(/^~(?=[\\/])/, homedir());
    const { python, refused } = await find([{ program }], fence(), cwd);
    refused.forEach((line) => log.error(`venvlens.serverPython: ${line}`));
    return python ?? void tellBad(refused[0] ?? named);
  }
  const last = extension.globalState.get<Remembered>(REMEMBERED);
  if (last && stampOf(last.python) === last.stamp && !behind(last.python, fence())) {
    return last.python;
  }
  const chosen = extension.globalState.get<string>(CHOSEN);
  const first: Candidate[] = chosen ? [{ program: chosen }] : [];
  const found = await find([...first, ...ofMicrosoft(), ...candidates(thisMachine())], fence(), cwd);
  found.refused.forEach((line) => log.info(t('Not the Python for the server: {0}', line)));
  if (found.python) {
    void extension.globalState.update(REMEMBERED, { python: found.python, stamp: stampOf(found.python) });
  } else {
    void tellNone(extension, log, cwd, found.refused.length);
  }
  return found.python;
}

function fence(): Fence {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  return { folders, trusted: vscode.workspace.isTrusted, active: process.env['VIRTUAL_ENV'] };
}

/** Interpreters that Microsoft's extension knows already; it is not woken for that. */
function ofMicrosoft(): Candidate[] {
  interface Known {
    readonly environment?: unknown;
    readonly executable: { readonly uri?: vscode.Uri };
  }
  const other = vscode.extensions.getExtension<{ environments?: { known?: readonly Known[] } }>('ms-python.python');
  const known = other?.isActive ? (other.exports?.environments?.known ?? []) : [];
  return known.flatMap((one) => (one.executable.uri && !one.environment ? [{ program: one.executable.uri.fsPath }] : []));
}

function stampOf(program: string): string | undefined {
  const found = statSync(program, { throwIfNoEntry: false });
  return found && `${found.mtimeMs}:${found.size}`;
}

async function tellBad(refused: string): Promise<void> {
  const [open, log] = [t('Open Settings'), t('Show Log')];
  const said = await vscode.window.showErrorMessage(t('The setting venvlens.serverPython cannot be used. {0}.', refused), open, log);
  if (said === open) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'venvlens.serverPython');
  } else if (said === log) {
    await vscode.commands.executeCommand('venvlens.showLog');
  }
}

async function tellNone(
  extension: vscode.ExtensionContext, log: vscode.LogOutputChannel, cwd: string, tried: number,
): Promise<void> {
  const message = t('VenvLens needs Python 3.11 or newer to run, for itself only, and found none. The log tells the {0} that were tried.', tried);
  const ways = {
    [t('Choose Python…')]: () => choose(extension, cwd),
    [t('Show Log')]: () => log.show(),
    [t('How to Install Python')]: () => vscode.env.openExternal(vscode.Uri.parse(DOWNLOADS)),
  };
  log.error(message);
  const said = await vscode.window.showErrorMessage(message, ...Object.keys(ways));
  await ways[said ?? '']?.();
}

/** Lets the user name a Python; it is kept by the extension, not in the settings. */
async function choose(extension: vscode.ExtensionContext, cwd: string): Promise<void> {
  const [picked] = (await vscode.window.showOpenDialog({ title: t('Choose the Python that runs VenvLens') })) ?? [];
  if (picked) {
    const { python, refused } = await find([{ program: picked.fsPath }], fence(), cwd);
    await extension.globalState.update(CHOSEN, python);
    await (python ? vscode.commands.executeCommand('venvlens.restart') : vscode.window.showErrorMessage(refused[0] ?? ''));
  }
}
