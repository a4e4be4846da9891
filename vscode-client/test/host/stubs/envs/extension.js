// The part of ms-python.vscode-python-envs' public API that is about a folder's environment, in the shapes that
// @vscode/python-environments 1.0.0 types, and `stub` by which a test decides what it does.
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const keyOf = (uri) => (uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath) ?? uri?.fsPath ?? '';

/** An environment by its directory or its executable; its `environmentPath` is what it was asked for by. */
function environment(place) {
  const isFolder = fs.existsSync(path.join(place, 'bin'));
  const prefix = isFolder ? place : path.dirname(path.dirname(place));
  const executable = path.join(prefix, 'bin', 'python');
  return {
    envId: { id: place, managerId: 'ms-python.python:venv' },
    name: path.basename(prefix),
    displayName: path.basename(prefix),
    displayPath: prefix,
    version: '3.0.0',
    environmentPath: vscode.Uri.file(place),
    execInfo: { run: { executable } },
    sysPrefix: prefix,
  };
}

exports.activate = () => {
  const changed = new vscode.EventEmitter();
  // It has found the obvious ones by itself, and names them by their folders.
  const active = new Map(vscode.workspace.workspaceFolders.map(({ uri }) => [uri.fsPath, `${uri.fsPath}/.venv`]));
  const stub = {
    calls: [],
    /** How often it was asked about a folder. */
    reads: new Map(),
    /** What `setEnvironment` does: 'takes', 'throws', 'hangs', 'ignores'. */
    set: 'takes',
    /** What `resolveEnvironment` does: 'finds', 'finds nothing', 'throws', 'hangs'. */
    resolve: 'finds',
    active,
    choose: (folder, place) => {
      const old = active.get(folder);
      active.set(folder, place);
      stub.fire(folder, old, place);
    },
    fire: (folder, old, place) =>
      changed.fire({ uri: vscode.Uri.file(folder), old: old && environment(old), new: place && environment(place) }),
  };
  return {
    stub,
    onDidChangeEnvironment: changed.event,
    onDidChangeEnvironments: new vscode.EventEmitter().event,
    getEnvironments: async () => [...new Set(active.values())].map(environment),
    getEnvironment: async (scope) => {
      stub.reads.set(keyOf(scope), (stub.reads.get(keyOf(scope)) ?? 0) + 1);
      const place = active.get(keyOf(scope));
      return place && environment(place);
    },
    resolveEnvironment: async (uri) => {
      stub.calls.push(['resolve', uri.fsPath]);
      if (stub.resolve === 'throws') throw new Error('the stub cannot resolve');
      if (stub.resolve === 'hangs') return new Promise(() => {});
      return stub.resolve === 'finds' && fs.existsSync(uri.fsPath) ? environment(uri.fsPath) : undefined;
    },
    setEnvironment: async (scope, wanted) => {
      const key = keyOf(Array.isArray(scope) ? scope[0] : scope);
      stub.calls.push(['set', key, wanted?.sysPrefix]);
      if (stub.set === 'throws') throw new Error('the stub refuses');
      if (stub.set === 'hangs') return new Promise(() => {});
      if (stub.set === 'ignores') return undefined;
      stub.choose(key, wanted?.environmentPath.fsPath);
      return undefined;
    },
    refreshEnvironments: async () => undefined,
  };
};
