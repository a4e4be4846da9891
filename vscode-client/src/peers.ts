import * as vscode from 'vscode';

/** Another extension that keeps a choice of environments, as far as we deal with it. */
export interface Peer {
  /** Folders that it keeps a choice for. */
  places(): readonly vscode.Uri[];
  /** Path of the environment or the executable that it uses for a folder. */
  read(folder: vscode.Uri): Promise<string | undefined>;
  write(folder: vscode.Uri, path: string): Promise<void>;
  readonly onDidChange: vscode.Event<unknown>;
}

/** The part of the API of `ms-python.python` that is used here. */
interface Python {
  readonly ready?: Promise<void>;
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string } | undefined;
    updateActiveEnvironmentPath(path: string, resource?: vscode.Uri): Promise<void>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

interface TheirEnvironment {
  readonly environmentPath: vscode.Uri;
}

/** The part of the API of `ms-python.vscode-python-envs` that is used here. */
interface PythonEnvironments {
  getEnvironment(scope: vscode.Uri): Promise<TheirEnvironment | undefined>;
  setEnvironment(scope: vscode.Uri, environment: TheirEnvironment): Promise<void>;
  resolveEnvironment(path: vscode.Uri): Promise<TheirEnvironment | undefined>;
  getPythonProjects?(): readonly { readonly uri: vscode.Uri }[];
  readonly onDidChangeEnvironment: vscode.Event<unknown>;
}

/** How to talk to each extension, by its id. */
export const PEERS: Readonly<Record<string, (api: unknown) => Promise<Peer>>> = {
  'ms-python.python': async (exported) => {
    const api = exported as Python;
    await api.ready;
    const { environments } = api;
    return {
      places: folders,
      read: async (folder) => environments.getActiveEnvironmentPath(folder)?.path,
      write: (folder, path) => environments.updateActiveEnvironmentPath(path, folder),
      onDidChange: environments.onDidChangeActiveEnvironmentPath,
    };
  },
  'ms-python.vscode-python-envs': async (exported) => {
    const api = exported as PythonEnvironments;
    return {
      places: () => [...folders(), ...(api.getPythonProjects?.() ?? []).map((project) => project.uri)],
      read: async (folder) => (await api.getEnvironment(folder))?.environmentPath.fsPath,
      write: async (folder, path) => {
        const found = await api.resolveEnvironment(vscode.Uri.file(path));
        if (found === undefined) {
          throw new Error(`it does not know ${path}`);
        }
        await api.setEnvironment(folder, found);
      },
      onDidChange: api.onDidChangeEnvironment,
    };
  },
};

function folders(): readonly vscode.Uri[] {
  return vscode.workspace.workspaceFolders?.map((folder) => folder.uri) ?? [];
}
