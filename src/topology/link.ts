import type { LogCitation } from '../model/citation.js';
import type { LinkDoubt } from '../model/graph.js';
import type { KubeObject } from '../model/kube-object.js';
import type { Relation } from './relation.js';
import type { ThingKey } from './thing.js';

/** Where a link was read: a field of an object, or a line of a log. */
export type LinkSource =
  | { readonly kind: 'object'; readonly object: KubeObject; readonly field: string }
  | {
      readonly kind: 'log';
      readonly citation: LogCitation;
      /** Time of the newest line, RFC 3339. */
      readonly lastSeen: string | undefined;
      readonly doubt: LinkDoubt;
    };

/** Two things that belong together. */
export interface Link {
  readonly from: ThingKey;
  readonly relation: Relation;
  readonly to: ThingKey;
  readonly source: LinkSource;
  /**
   * A step over things in between, such as from a claim to its Longhorn volume: it counts for distances, for the list with the thing in
   * between may be missing; it is drawn only when nothing in between is there.
   */
  readonly shortcut: boolean;
}

/** The other end of a link. */
export function otherEnd(link: Link, key: ThingKey): ThingKey {
  return link.from === key ? link.to : link.from;
}
