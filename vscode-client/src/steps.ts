/** Which step of how many, for the title of its box. */
export interface Position {
  readonly step: number;
  readonly total: number;
}

/** Asks for one thing: the state with the answer in it, `back`, or undefined if the user left. */
export type Step<S> = (state: S, position: Position) => Promise<S | 'back' | undefined>;

/**
 * Goes through steps, forth and back. Which steps there are may depend on the answers before.
 * Answers are kept when the user goes back, so that a step can offer what was said before.
 */
export async function walk<S>(first: S, steps: (state: S) => readonly Step<S>[]): Promise<S | 'back' | undefined> {
  let state = first;
  let at = 0;
  for (let step = steps(state)[at]; step !== undefined; step = steps(state)[at]) {
    const turn = await step(state, { step: at + 1, total: steps(state).length });
    if (turn === undefined || (turn === 'back' && at === 0)) {
      return turn;
    }
    at += turn === 'back' ? -1 : 1;
    state = turn === 'back' ? state : turn;
  }
  return state;
}

export type BadName = 'empty' | 'taken' | 'separator' | 'reserved';

/** Windows opens a device for these, with any extension; nobody wants such a folder in a repository. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** What is wrong with the name of a new folder. */
export function badName(text: string, taken: readonly string[]): BadName | undefined {
  const name = text.trim();
  if (name === '') {
    return 'empty';
  }
  if (/[\\/:*?"<>|\0-\x1f]/.test(name) || name === '.' || name === '..') {
    return 'separator';
  }
  if (RESERVED.test(name) || name.endsWith('.')) {
    return 'reserved';
  }
  // Two names that differ in case only are one folder on most machines.
  return taken.some((one) => one.toLowerCase() === name.toLowerCase()) ? 'taken' : undefined;
}
