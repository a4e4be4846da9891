/**
 * Every id and payload of ours that crosses the wire, as `server/venvlens/lsp/protocol.py` tells it.
 * A test of the server compares the two, name by name.
 */

export const Method = {
  environments: 'venvlens/environments',
  why: 'venvlens/why',
  report: 'venvlens/report',
  creation: 'venvlens/creation',
  activation: 'venvlens/activation',
  follow: 'venvlens/follow',
  trust: 'venvlens/trust',
  environmentChanged: 'venvlens/environmentChanged',
} as const;

export const Command = {
  createEnvironment: 'venvlens.server.createEnvironment',
  recreateEnvironment: 'venvlens.server.recreateEnvironment',
  removeEnvironment: 'venvlens.server.removeEnvironment',
  install: 'venvlens.server.install',
  installMissing: 'venvlens.server.installMissing',
  selectEnvironment: 'venvlens.server.selectEnvironment',
  setLeftoversAside: 'venvlens.server.setLeftoversAside',
  turnOffSystemSite: 'venvlens.server.turnOffSystemSite',
  showActivation: 'venvlens.server.showActivation',
} as const;

/** What the server is told at the start. */
export interface InitializationOptions {
  readonly trusted: boolean;
  /** Whether `venvlens/environmentChanged` is wanted. */
  readonly environmentChanged: boolean;
  /** Whether we show what came of a command, so that the server need not. */
  readonly answers: boolean;
}

export interface Environment {
  readonly prefix: string;
  readonly version: string | null;
  readonly kind: string;
  readonly executable: string | null;
  readonly extends: string | null;
  /** Clauses for people; an environment without any can run. */
  readonly faults: readonly string[];
  readonly externallyManaged: boolean;
}

/** A line of the list of all environments. */
export interface Listed extends Environment {
  readonly group: 'recommended' | 'workspace' | 'kept' | 'global';
  readonly project: string | null;
  readonly name: string | null;
  readonly origin: string;
  readonly implementation: string;
  readonly base: string | null;
  /** `.venv (3.13.0)`, as in the status bar. */
  readonly label: string;
  /** Heading that it stands under: Recommended, This workspace, Other projects, conda, pyenv, Global. */
  readonly section: string;
  /** Its prefix (of a global one, its executable) as short as it can be told. */
  readonly path: string;
  /** Whether the project uses it now; not a global Python that nobody chose. */
  readonly selected: boolean;
  /** Whether `removeEnvironment` would take it. */
  readonly removable: boolean;
}

export interface EnvironmentsParams {
  readonly uri?: string;
  readonly project?: string;
  readonly refresh?: boolean;
  readonly partialResultToken?: string | number;
}

export type State = 'environment' | 'none' | 'broken';

/** What the status bar shows for a document or a folder. */
export interface EnvironmentChanged {
  readonly uri: string;
  readonly project: string;
  readonly environment: Environment | null;
  readonly reason: string;
  /** `none`: there is only a global Python, and nobody chose it. */
  readonly state: State;
  /** `.venv (3.13.0)`, `No environment`, `.venv is broken`. */
  readonly label: string;
}

/** The documents and folders whose environment is shown, instead of those told before. */
export interface FollowParams {
  readonly uris: readonly string[];
}

export interface ReportParams {
  readonly uri: string;
  readonly about: 'why' | 'doctor';
}

export interface Report {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

export interface CreationParams {
  readonly uri?: string;
  readonly project?: string;
}

/** What a new environment can be made of. */
export interface Creation {
  readonly project: string;
  /** What is best, in one step; null where there is no way, and then `reason` is a sentence. */
  readonly recommended: { readonly title: string; readonly arguments: CreateArguments } | null;
  readonly reason: string | null;
  readonly tools: readonly { readonly tool: string; readonly label: string; readonly detail: string }[];
  readonly interpreters: readonly { readonly executable: string; readonly label: string; readonly path: string }[];
  /** A name that is free. */
  readonly name: string;
  readonly taken: readonly string[];
  readonly contents: readonly { readonly content: string; readonly label: string; readonly picked: boolean }[];
}

export interface CreateArguments {
  readonly prefix: string;
  readonly interpreter: string | null;
  readonly version: string | null;
  readonly tool?: string;
  readonly install?: readonly string[];
  readonly project?: string;
}

export interface ActivationParams {
  readonly uri?: string;
  readonly environment?: string;
  readonly shell?: string;
}

export interface Activation {
  readonly environment: Environment | null;
  readonly shell: string;
  readonly reason: string | null;
  readonly activation: {
    readonly set: Readonly<Record<string, string>>;
    readonly unset: readonly string[];
    readonly prepend: Readonly<Record<string, readonly string[]>>;
    readonly remarks: readonly string[];
  } | null;
  readonly deactivation: {
    readonly unset: readonly string[];
    readonly remove: Readonly<Record<string, readonly string[]>>;
    readonly remarks: readonly string[];
  } | null;
  readonly commands: readonly {
    readonly shell: string;
    readonly activate: string | null;
    readonly deactivate: string | null;
    readonly plain: { readonly activate: string; readonly deactivate: string } | null;
    readonly reason: string | null;
  }[];
}

/** What every command answers with. */
export interface Answer {
  readonly status: 'done' | 'failed' | 'cancelled' | 'refused' | 'planned';
  readonly message: string;
  /** Ways on, to be shown as buttons; only with `answers`. */
  readonly next?: readonly NextStep[];
  /** Whether it is refused only because the workspace is not trusted. */
  readonly untrusted?: boolean;
}

export interface NextStep {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}
