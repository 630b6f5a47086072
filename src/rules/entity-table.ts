import { z } from 'zod';
import { parseDataFile } from '../bundle/data-file.js';

const EntityFile = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*$/, 'an entity is made of a-z, 0-9 and "_"'),
  z.strictObject({
    kind: z.string().min(1),
    namespaced: z.literal(true).optional(),
    'per-node': z.literal(true).optional(),
  }),
);

/** The kinds of things a rule may be about (rules/entities.yaml). */
export type EntityTable = ReadonlyMap<string, EntityKind>;

export interface EntityKind {
  /** `Kind` or `Kind.group`. */
  readonly kind: string;
  /** Bound as `namespace/name`. */
  readonly namespaced: boolean;
  /** Its name means something only on one node: sda of two nodes are two things. */
  readonly perNode: boolean;
}

/** @throws BundlescopeError `rule` with file, line and column when the text is not a valid table. */
export function parseEntityTable(text: string, file: string): EntityTable {
  const entities = Object.entries(parseDataFile(text, file, EntityFile));
  return new Map(
    entities.map(([name, { kind, namespaced, 'per-node': perNode }]) => [
      name,
      { kind, namespaced: namespaced === true, perNode: perNode === true },
    ]),
  );
}
