/** How a name has to stand in a line to be the name of the thing. */
export type NamePlace =
  /** Anywhere: a name with a UUID in it is part of no other name, and what contains it belongs to the thing. */
  | 'anywhere'
  /** As a part of a longer name that hyphens join: `pre-drain-node1`. */
  | 'hyphenated'
  /** Alone: `web` neither in `webhook` nor in `web-2`. */
  | 'alone';

/** A name to look for in lines. */
export interface SearchName {
  readonly text: string;
  readonly place: NamePlace;
  /** The line, or its stream, has to name this namespace as well: the name alone is an ordinary word. */
  readonly namespace?: string;
}

/** Names shorter than this are ordinary words often enough. */
const TELLING_LENGTH = 8;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
/** A line of hostile length names the thing in its first so many places or not at all. */
const PLACES_LOOKED_AT = 1000;

/**
 * The name of a thing as it is looked for.
 * @param namespace of the thing, or empty
 * @param isStem whether names that hyphens make longer belong to it, as those of the pods of a workload
 */
export function searchName(text: string, namespace: string, isStem: boolean): SearchName {
  if (UUID.test(text)) return { text, place: 'anywhere' };
  const place = isStem ? 'hyphenated' : 'alone';
  return namespace !== '' && text.length < TELLING_LENGTH && !/\d/.test(text)
    ? { text, place, namespace }
    : { text, place };
}

/** Whether a line names the thing. @param streamNamespace namespace of the pod that wrote it, or empty */
export function isNamedIn(line: string, name: SearchName, streamNamespace: string): boolean {
  if (!standsIn(line, name.text, name.place)) return false;
  if (name.namespace === undefined || name.namespace === streamNamespace) return true;
  return standsIn(line, name.namespace, 'alone');
}

function standsIn(line: string, text: string, place: NamePlace): boolean {
  let from = 0;
  for (let looked = 0; looked < PLACES_LOOKED_AT; looked++) {
    const at = line.indexOf(text, from);
    if (at === -1) return false;
    if (place === 'anywhere') return true;
    if (isEdge(line[at - 1], place) && isEdge(line[at + text.length], place)) return true;
    from = at + 1;
  }
  return false;
}

function isEdge(character: string | undefined, place: NamePlace): boolean {
  if (character === undefined) return true;
  return place === 'hyphenated' ? !/[\w]/.test(character) : !/[\w-]/.test(character);
}
