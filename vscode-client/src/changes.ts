import type { Activation } from './protocol.ts';

/** One change to a variable of terminals: VS Code knows one for each variable. */
export interface Change {
  readonly variable: string;
  readonly type: 'replace' | 'prepend';
  readonly value: string;
}

/** What an activation changes; nothing for a global interpreter, and for what cannot be activated. */
export function changesOf(activation: Activation['activation'], separator: string): readonly Change[] {
  if (activation === null) {
    return [];
  }
  const { set, unset, prepend } = activation;
  const replace = (variable: string, value: string): Change => ({ variable, type: 'replace', value });
  const changes: readonly Change[] = [
    ...Object.entries(set).map(([name, value]) => replace(name, value)),
    ...Object.entries(prepend)
      .filter(([, folders]) => folders.length > 0)
      .map(([name, folders]): Change => ({
        variable: name, type: 'prepend', value: folders.map((folder) => folder + separator).join(''),
      })),
  ];
  // A collection cannot unset a variable. Empty will do: Python reads an empty PYTHONHOME as none.
  return changes.length === 0 ? [] : [...changes, ...unset.map((name) => replace(name, ''))];
}

/** Whether two sets of changes are the same; a collection tells them in an order of its own. */
export function same(one: readonly Change[], other: readonly Change[]): boolean {
  const told = (changes: readonly Change[]) =>
    changes.map(({ variable, type, value }) => JSON.stringify([variable, type, value])).sort().join();
  return told(one) === told(other);
}

/** What a terminal calls its shells, where the server calls them otherwise. */
const SHELLS: Readonly<Record<string, string>> = { gitbash: 'bash', wsl: 'bash' };

/** Languages that a terminal may be in where there is nothing to activate with. */
export const NO_SHELLS: readonly string[] = ['node', 'python', 'julia'];

/** The name of a shell as the server knows it, by a name or by the path of its program. */
export function shellOf(text: string): string {
  const name = (text.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '').replace(/^-/, '');
  return SHELLS[name] ?? name;
}
