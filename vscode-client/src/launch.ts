import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { offer, showLog } from './answers.ts';
import { behind, candidates, find, thisMachine, type Fence } from './pythons.ts';

/** Keys of what is kept of this machine: the Python that was found last, and the one that the user chose. */
const REMEMBERED = 'python';
const CHOSEN = 'chosenPython';
const DOWNLOADS = 'https://www.python.org/downloads/';
const t = vscode.l10n.t;

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** How the server is started. If it cannot be, the user has been told. */
export async function launch(
  extension: vscode.ExtensionContext, log: vscode.LogOutputChannel,
): Promise<Launch | undefined> {
  const cwd = extension.globalStorageUri.fsPath;
  mkdirSync(cwd, { recursive: true });
  const cache = `pycache-${(extension.extension.packageJSON as { version: string }).version}`;
  const named = vscode.workspace.getConfiguration('venvlens').get<string>('serverPython');
  const command = named ? await theOne(named, cwd, log) : (remembered(extension) ?? (await search(extension, log)));
  const flags = ['-I', '-S', '-X', 'utf8', '-X', `pycache_prefix=${path.join(cwd, cache)}`];
  void dropCaches(cwd, cache, log);
  const script = extension.asAbsolutePath(path.join('bundled', 'venvlens_server.py'));
  return command === undefined ? undefined : { command, args: [...flags, script, 'server'], cwd };
}

/** Removes what former versions of the extension have compiled. */
async function dropCaches(storage: string, current: string, log: vscode.LogOutputChannel): Promise<void> {
  const former = readdirSync(storage).filter((name) => /^pycache(-\d[\w.-]*)?$/.test(name) && name !== current);
  const gone = former.map((name) => rm(path.join(storage, name), { recursive: true, force: true }));
  await Promise.all(gone).catch((error: unknown) => log.warn(String(error)));
}

/** Whether there was anything to forget, so that it is worth to look again. */
export function forget({ globalState }: vscode.ExtensionContext): boolean {
  const known = globalState.get(REMEMBERED) !== undefined;
  void globalState.update(REMEMBERED, undefined);
  return known;
}

/** What the setting names, and nothing else. */
async function theOne(named: string, cwd: string, log: vscode.LogOutputChannel): Promise<string | undefined> {
  const { python, refused } = await find([named.replace(/^~(?=[\\/])/, homedir())], fence(), cwd);
  if (!python) {
    const message = t('The setting venvlens.serverPython cannot be used. {0}.', refused.join());
    const open = () => vscode.commands.executeCommand('workbench.action.openSettings', 'venvlens.serverPython');
    log.error(message);
    void offer('error', message, { [t('Open Settings')]: open, ...showLog() });
  }
  return python;
}

/** The Python that was found last, if it is the same file as then; whether it works is seen when it is started. */
function remembered({ globalState }: vscode.ExtensionContext): string | undefined {
  const last = globalState.get<{ python: string; stamp: string }>(REMEMBERED);
  return last && stampOf(last.python) === last.stamp && !behind(last.python, fence()) ? last.python : undefined;
}

async function search(extension: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<string | undefined> {
  const { globalState, globalStorageUri } = extension;
  const chosen = globalState.get<string>(CHOSEN);
  const all = [...(chosen ? [chosen] : []), ...ofMicrosoft(), ...candidates(thisMachine())];
  const { python, refused } = await find(all, fence(), globalStorageUri.fsPath);
  refused.forEach((line) => log.info(t('Not the Python for the server: {0}', line)));
  if (python) {
    void globalState.update(REMEMBERED, { python, stamp: stampOf(python) });
    return python;
  }
  const message = t('VenvLens needs Python 3.11 or newer for itself, and found none. The log tells what was tried.');
  log.error(message);
  void offer('error', message, {
    [t('Choose Python…')]: () => choose(extension),
    ...showLog(),
    [t('How to Install Python')]: () => vscode.env.openExternal(vscode.Uri.parse(DOWNLOADS)),
  });
  return undefined;
}

/** Lets the user name a Python; it is kept by the extension, not in the settings. */
async function choose({ globalState, globalStorageUri }: vscode.ExtensionContext): Promise<void> {
  const [picked] = (await vscode.window.showOpenDialog({ title: t('Choose the Python that runs VenvLens') })) ?? [];
  const found = picked && (await find([picked.fsPath], fence(), globalStorageUri.fsPath));
  if (found?.python) {
    await globalState.update(CHOSEN, found.python);
    await vscode.commands.executeCommand('venvlens.restart');
  } else if (found) {
    await offer('error', found.refused.join(), {});
  }
}

function fence(): Fence {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  return { folders, trusted: vscode.workspace.isTrusted, active: process.env['VIRTUAL_ENV'] };
}

/** Interpreters that Microsoft's extension knows already; it is not woken for that. */
function ofMicrosoft(): readonly string[] {
  type Known = { readonly environment?: unknown; readonly executable: { readonly uri?: vscode.Uri } };
  const other = vscode.extensions.getExtension<{ environments?: { known?: readonly Known[] } }>('ms-python.python');
  const known = other?.isActive ? (other.exports?.environments?.known ?? []) : [];
  return known.flatMap((one) => (one.executable.uri && !one.environment ? [one.executable.uri.fsPath] : []));
}

function stampOf(program: string): string | undefined {
  const found = statSync(program, { throwIfNoEntry: false });
  return found && `${found.mtimeMs}:${found.size}`;
}
