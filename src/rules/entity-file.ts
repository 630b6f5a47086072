import { z } from 'zod';
import { parseDataFile } from '../bundle/data-file.js';
import type { EntityTable } from './entity-table.js';

const EntityFile = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*$/, 'an entity is made of a-z, 0-9 and "_"'),
  z.strictObject({
    kind: z.string().min(1),
    namespaced: z.literal(true).optional(),
    'per-node': z.literal(true).optional(),
  }),
);

/**
 * Reads rules/entities.yaml.
 * @throws BundlescopeError `rule` with file, line and column when the text is not a valid table.
 */
export function parseEntityFile(text: string, file: string): EntityTable {
  const entities = Object.entries(parseDataFile(text, file, EntityFile));
  return new Map(
    entities.map(([name, { kind, namespaced, 'per-node': perNode }]) => [
      name,
      { kind, namespaced: namespaced === true, perNode: perNode === true },
    ]),
  );
}
