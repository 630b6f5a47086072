import { type KindSpecs, KindTable } from '../bundle/kinds.js';
import { type ProgramSpecs, ProgramTable } from '../bundle/programs.js';
import type { EntityTable } from './entity-table.js';

/** Tables that rules and layouts share. */
export interface RuleTables {
  readonly programs: ProgramTable;
  readonly kinds: KindTable;
  readonly entities: EntityTable;
}

/** What the files of the tables say, checked. */
export interface TableSpecs {
  readonly programs: ProgramSpecs;
  readonly kinds: KindSpecs;
  readonly entities: EntityTable;
}

/** Makes the tables ready for look-ups. */
export function createTables({ programs, kinds, entities }: TableSpecs): RuleTables {
  return { programs: new ProgramTable(programs), kinds: new KindTable(kinds), entities };
}
