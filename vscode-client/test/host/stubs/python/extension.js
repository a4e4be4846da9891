// The part of ms-python.python's public API that is about the active environment, in the shapes that
// @vscode/python-extension 1.0.6 types, and `stub` by which a test decides what it does.
const path = require('node:path');
const vscode = require('vscode');

const keyOf = (resource) => {
  const uri = resource instanceof vscode.Uri ? resource : resource?.uri;
  return (uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath) ?? uri?.fsPath ?? '';
};
const folderOf = (key) => vscode.workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === key);
const environment = (place) => ({ id: place, path: place });

exports.activate = () => {
  const changed = new vscode.EventEmitter();
  // It has found the obvious ones by itself.
  const folders = vscode.workspace.workspaceFolders ?? [];
  const active = new Map(folders.map(({ uri }) => [uri.fsPath, `${uri.fsPath}/.venv/bin/python`]));
  const stub = {
    /** What was asked for, in order: [what, folder, path]. */
    calls: [],
    /** How often it was asked about a folder. */
    reads: new Map(),
    /** What `updateActiveEnvironmentPath` does: 'takes', 'throws', 'hangs', 'ignores'. */
    update: 'takes',
    /** What `getActiveEnvironmentPath` does: 'tells', 'throws'. */
    get: 'tells',
    /** As the real one does after an update: tell the old path first. */
    staleFirst: false,
    active,
    /** The user chooses in this extension. */
    choose: (folder, place) => {
      active.set(folder, place);
      stub.fire(folder, place);
    },
    /** An event, whatever is active. */
    fire: (folder, place) => changed.fire({ ...environment(place), resource: folderOf(folder) }),
  };
  const update = async (wanted, resource) => {
    const key = keyOf(resource);
    const place = typeof wanted === 'string' ? wanted : wanted.path;
    stub.calls.push(['update', key, place]);
    if (stub.update === 'throws') throw new Error('the stub refuses');
    if (stub.update === 'hangs') return new Promise(() => {});
    if (stub.update === 'ignores') return undefined;
    const old = active.get(key);
    active.set(key, place);
    if (stub.staleFirst && old) stub.fire(key, old);
    stub.fire(key, place);
    return undefined;
  };
  const environments = {
    getActiveEnvironmentPath: (resource) => {
      stub.reads.set(keyOf(resource), (stub.reads.get(keyOf(resource)) ?? 0) + 1);
      if (stub.get === 'throws') throw new Error('the stub knows nothing');
      return environment(active.get(keyOf(resource)) ?? 'python');
    },
    updateActiveEnvironmentPath: update,
    onDidChangeActiveEnvironmentPath: changed.event,
    known: [],
    onDidChangeEnvironments: new vscode.EventEmitter().event,
    refreshEnvironments: async () => undefined,
    resolveEnvironment: async (wanted) => {
      const place = typeof wanted === 'string' ? wanted : wanted.path;
      const folder = path.dirname(path.dirname(place));
      return { ...environment(place), executable: { uri: vscode.Uri.file(place), sysPrefix: folder }, tools: ['Venv'] };
    },
  };
  return { ready: Promise.resolve(), environments, stub };
};
