import type { GraphThing } from '../../model/graph.js';
import { visibleText } from '../visible-text.js';
import type { GraphMessages } from './graph-messages.js';

/** Kinds of which several groups have one: their group is part of what people call them. */
const SHARED_KINDS: ReadonlySet<string> = new Set([
  'Node',
  'VolumeAttachment',
  'Cluster',
  'Addon',
  'Setting',
  'Backup',
]);

/** A kind as people say it: `Volume` for `Volume.longhorn.io`, but `Node.longhorn.io`. */
export function kindWord(kind: string): string {
  const [word = kind] = kind.split('.', 1);
  return visibleText(SHARED_KINDS.has(word) ? kind : word);
}

/** The name of a thing with its namespace or node: `default/web`. */
export function nameWord({ namespace, node, name }: GraphThing): string {
  const before = namespace ?? node;
  return visibleText(before === undefined ? name : `${before}/${name}`);
}

/** How it is; of what the bundle does not hold, why not. */
export function stateWord({ state, presence }: GraphThing, messages: GraphMessages): string {
  return state === undefined ? messages.presence[presence] : visibleText(state);
}
