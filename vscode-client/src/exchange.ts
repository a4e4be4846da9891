/**
 * What another extension says about a folder, and whether it is a choice that the user made there.
 *
 * Its events are hints, as they come late, twice, and with the value of before. What counts is what it
 * answers when asked, twice the same, and only if that differs from its last answer and from what the folder
 * uses here. Its first answers are no choices: nobody chose what it found at its start.
 */
export interface Place {
  /** What it said last, when that had settled. */
  readonly told?: string;
  /** Its answers are waited for, of which this was the last one. */
  readonly asking?: { readonly last?: string; readonly reads: number };
  /** Whatever it answers is from before a choice that was made here, or from its start. */
  readonly stale: boolean;
  /** Whether it has only just started. */
  readonly starting: boolean;
}

export interface State {
  readonly places: Readonly<Record<string, Place>>;
  /** What each folder uses here. */
  readonly used: Readonly<Record<string, string>>;
}

/** Names an extension's answers about a folder. */
export interface At {
  readonly source: string;
  readonly folder: string;
}

export type Event =
  | ({ readonly kind: 'attached' | 'started' | 'changed' } & At)
  /** `gone`: what it said before is no more, so that it had to take something else. */
  | ({ readonly kind: 'read'; readonly value: string | undefined; readonly gone?: boolean } & At)
  | { readonly kind: 'used' | 'chosen'; readonly folder: string; readonly value: string };

export type Action = ({ readonly kind: 'read' } & At) | ({ readonly kind: 'select'; readonly value: string } & At);

export const NOTHING: State = { places: {}, used: {} };
/** So often it is asked, if its answers keep changing. */
const MOST = 20;

export function exchange(state: State, event: Event): readonly [State, readonly Action[]] {
  if (!('source' in event)) {
    const next = { ...state, used: { ...state.used, [event.folder]: event.value } };
    return event.kind === 'used' ? [next, []] : outdate(next, event.folder);
  }
  const { source, folder } = event;
  const place = state.places[key(event)];
  if (event.kind === 'attached') {
    return ask(state, { source, folder }, { stale: false, starting: true });
  }
  if (place === undefined) {
    return [state, []];
  }
  switch (event.kind) {
    case 'started':
      // What is being asked for now may still be from the start.
      return [put(state, event, { ...place, starting: false, stale: place.asking !== undefined }), []];
    case 'changed':
      return ask(state, { source, folder }, place);
    case 'read':
      return place.asking === undefined ? [state, []] : hear(state, event, place, event.value, event.gone === true);
  }
}

export function key({ source, folder }: At): string {
  return `${source} ${folder}`;
}

/** A choice was made here: what they answer until they settle is from before it. */
function outdate(state: State, folder: string): readonly [State, readonly Action[]] {
  let next = state;
  const actions: Action[] = [];
  for (const name of Object.keys(state.places).filter((one) => one.endsWith(` ${folder}`))) {
    const at = { source: name.slice(0, -folder.length - 1), folder };
    const [after, more] = ask(next, at, { ...next.places[name], stale: true } as Place);
    next = after;
    actions.push(...more);
  }
  return [next, actions];
}

function ask(state: State, { source, folder }: At, place: Place): readonly [State, readonly Action[]] {
  const next = put(state, { source, folder }, { ...place, asking: { reads: 0 } });
  return [next, place.asking === undefined ? [{ kind: 'read', source, folder }] : []];
}

function hear(
  state: State, { source, folder }: At, place: Place, value: string | undefined, gone: boolean,
): readonly [State, readonly Action[]] {
  const { asking, ...rest } = place;
  const reads = (asking?.reads ?? 0) + 1;
  if (value !== undefined && asking?.last !== value && reads < MOST) {
    const next = put(state, { source, folder }, { ...place, asking: { last: value, reads } });
    return [next, [{ kind: 'read', source, folder }]];
  }
  const settled = value !== undefined && asking?.last === value;
  const next = put(state, { source, folder }, { ...rest, ...(settled ? { told: value } : {}), stale: false });
  const before = place.told;
  const ignored = place.stale || place.starting || gone || before === undefined || before === value;
  if (!settled || ignored || state.used[folder] === value) {
    return [next, []];
  }
  const used = { ...next.used, [folder]: value };
  return [{ ...next, used }, [{ kind: 'select', source, folder, value }]];
}

function put(state: State, at: At, place: Place): State {
  return { ...state, places: { ...state.places, [key(at)]: place } };
}
