import * as path from 'node:path';

/** Which extension says something, and about which folder. */
export interface At {
  readonly source: string;
  readonly folder: string;
}

export type Event =
  /** It may say something else now; the first time, that it is there. */
  | ({ readonly kind: 'changed' } & At)
  /** Its answer. `gone`: what it said before is no more, so that it had to take something else. */
  | ({ readonly kind: 'read'; readonly path: string | undefined; readonly gone?: boolean } & At)
  /** What a folder uses here, and what the user has chosen here. */
  | { readonly kind: 'used' | 'chosen'; readonly folder: string; readonly path: string };

export type Action =
  | ({ readonly kind: 'read'; readonly before: string | undefined } & At)
  | ({ readonly kind: 'select'; readonly path: string } & At);

interface Place {
  readonly at: At;
  /** What it said last, when that had settled. */
  told?: string | undefined;
  /** How often it was asked since it changed; undefined while nothing is asked. */
  reads: number | undefined;
  last?: string | undefined;
  /** Whether what it says until it settles is from before a choice that was made here. */
  stale: boolean;
}

/** So often it is asked, if its answers keep changing. */
const MOST = 20;

/**
 * Tells the user's choices in other extensions from all else that they say: events in, actions out.
 *
 * Their events are hints: they come late, twice, and with the value of before. What counts is what an extension
 * answers when asked, twice the same, and only if it differs from its last answer and from what is used here.
 * Its first answer is no choice: nobody chose what it found at its start. So nothing can go round in circles.
 */
export function exchange(): (event: Event) => readonly Action[] {
  const places = new Map<string, Place>();
  const used = new Map<string, string | undefined>();

  function ask(place: Place): readonly Action[] {
    const waiting = place.reads !== undefined;
    Object.assign(place, { reads: 0, last: undefined });
    return waiting ? [] : [{ kind: 'read', ...place.at, before: place.told }];
  }

  function hear(place: Place, named: string | undefined, gone: boolean): readonly Action[] {
    const value = identityOf(named);
    const reads = (place.reads ?? 0) + 1;
    const settled = value === place.last;
    if (value !== undefined && !settled && reads < MOST) {
      Object.assign(place, { reads, last: value });
      return [{ kind: 'read', ...place.at, before: place.told }];
    }
    const { told: before, stale, at } = place;
    Object.assign(place, { reads: undefined, stale: false });
    if (named === undefined || value === undefined || !settled) {
      return [];
    }
    place.told = value;
    if (stale || gone || before === undefined || before === value || used.get(at.folder) === value) {
      return [];
    }
    used.set(at.folder, value);
    return [{ kind: 'select', ...at, path: named }];
  }

  return (event) => {
    if (!('source' in event)) {
      used.set(event.folder, identityOf(event.path));
      const theirs = [...places.values()].filter((one) => event.kind === 'chosen' && one.at.folder === event.folder);
      return theirs.flatMap((place) => ask(Object.assign(place, { stale: true })));
    }
    const { source, folder } = event;
    const place = places.get(`${source} ${folder}`) ?? { at: { source, folder }, reads: undefined, stale: false };
    places.set(`${source} ${folder}`, place);
    if (event.kind === 'changed') {
      return ask(place);
    }
    return place.reads === undefined ? [] : hear(place, event.path, event.gone === true);
  };
}

/** Folders of programs that several Pythons share, which no environment has. */
const SHARED = /^(\/usr|\/usr\/local|\/opt\/(homebrew|local))$/;

/** What tells one environment from others, however a path names it: by its folder or by its executable. */
export function identityOf(named: string | undefined): string | undefined {
  if (named === undefined || !path.isAbsolute(named)) {
    return undefined; // such as `python`, before anything was found
  }
  const place = path.resolve(named);
  const prefix = /^(.+?)[\\/]((bin|Scripts)[\\/][^\\/]+|python\.exe)$/i.exec(place)?.[1];
  const found = prefix === undefined || SHARED.test(prefix) ? place : prefix;
  return process.platform === 'win32' ? found.toLowerCase() : found;
}
