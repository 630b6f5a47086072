import { BundlescopeError } from '../errors/index.js';
import type { AliasSort } from '../model/graph.js';
import { compareTexts } from '../model/text-order.js';
import { didYouMean } from '../rules/did-you-mean.js';
import type { Aliases } from './aliases.js';
import type { EntityReference } from './entity-reference.js';
import { argumentOf } from './overview.js';
import { partsOfThing, type ThingKey } from './thing.js';
import type { ThingNames } from './thing-names.js';

/** Names told of many. */
const MAX_NAMED = 12;

/** A thing that was asked for. */
export interface FoundThing {
  readonly key: ThingKey;
  /** What it was recognised by when not by its name. */
  readonly by?: AliasSort;
}

/**
 * The thing that a user means: by name, else by what logs call it (an address, a UID, a container id).
 * @param things everything there is
 * @throws BundlescopeError `usage` when there is none, with the nearest name, or several, with how to name each
 */
export function findThing(
  reference: EntityReference,
  things: Iterable<ThingKey>,
  names: ThingNames,
  aliases: Aliases,
): FoundThing {
  const wanted = reference.kinds === undefined ? undefined : new Set(reference.kinds.map((kind) => names.nameOf(kind)));
  const ofKind = [...things].filter((key) => wanted === undefined || wanted.has(partsOfThing(key).name));
  const named = ofKind.filter((key) => isNamed(key, reference.name));
  const [only, ...others] = preferred(named, names);
  if (only !== undefined && others.length === 0) return { key: only };
  if (only !== undefined) throw ambiguous(reference, [only, ...others]);
  const alias = aliases.find(reference.name);
  if (alias !== undefined && (wanted === undefined || wanted.has(partsOfThing(alias.key).name))) return alias;
  throw new BundlescopeError('usage', `there is no ${noun(reference)} in the bundle${wayOut(reference, ofKind)}`);
}

/** The whole name, or its last part. */
function isNamed(key: ThingKey, name: string): boolean {
  const { value } = partsOfThing(key);
  return value === name || (value.endsWith(name) && value.charAt(value.length - name.length - 1) === '/');
}

/** `node1` is the node, although Longhorn has an object of that name; whoever means the other says so. */
function preferred(keys: readonly ThingKey[], names: ThingNames): readonly ThingKey[] {
  const entities = keys.filter((key) => names.isEntity(partsOfThing(key).name));
  return entities.length > 0 ? entities : keys;
}

function ambiguous({ text }: EntityReference, keys: readonly ThingKey[]): BundlescopeError {
  const all = keys.map(argumentOf).sort(compareTexts);
  const more = all.length > MAX_NAMED ? `, and ${all.length - MAX_NAMED} more` : '';
  return new BundlescopeError(
    'usage',
    `"${text}" is the name of several; give one of ${all.slice(0, MAX_NAMED).join(', ')}${more}`,
  );
}

function noun({ kinds, name, text }: EntityReference): string {
  return kinds === undefined ? `"${text}"` : `${text.slice(0, text.indexOf('/'))} "${name}"`;
}

/** The nearest name, else names that contain what was given, else the command that lists what there is. */
function wayOut({ name, nearestKind }: EntityReference, keys: readonly ThingKey[]): string {
  const values = keys.map((key) => partsOfThing(key).value);
  const nearest = didYouMean(
    name,
    new Set(values.flatMap((value) => [value, value.slice(value.lastIndexOf('/') + 1)])),
  );
  if (nearest !== '' || nearestKind !== '') return nearest || nearestKind;
  const similar =
    name.length < 3 ? [] : keys.filter((key) => partsOfThing(key).value.includes(name)).sort(compareTexts);
  if (similar.length === 0) return '; run the command without a name to see what there is';
  const more = similar.length > MAX_NAMED ? `, and ${similar.length - MAX_NAMED} more` : '';
  return `; did you mean ${similar.slice(0, MAX_NAMED).map(argumentOf).join(', ')}${more}?`;
}
