import { readFileSync } from 'node:fs';
import { parseKindTable } from '../../src/bundle/kinds.js';
import type { LayoutTables } from '../../src/bundle/layouts/layout.js';
import { parseProgramTable } from '../../src/bundle/programs.js';

function ruleFile(name: string): string {
  return readFileSync(new URL(`../../rules/${name}`, import.meta.url), 'utf8');
}

/** The tables that ship with the program. */
export const tables: LayoutTables = {
  programs: parseProgramTable(ruleFile('programs.yaml'), 'rules/programs.yaml'),
  kinds: parseKindTable(ruleFile('kinds.yaml'), 'rules/kinds.yaml'),
};
