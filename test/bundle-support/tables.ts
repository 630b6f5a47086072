import { readFileSync } from 'node:fs';
import { parseKindFile } from '../../src/bundle/kind-file.js';
import { KindTable } from '../../src/bundle/kinds.js';
import type { LayoutTables } from '../../src/bundle/layouts/layout.js';
import { parseProgramFile } from '../../src/bundle/program-file.js';
import { ProgramTable } from '../../src/bundle/programs.js';

function ruleFile(name: string): string {
  return readFileSync(new URL(`../../rules/${name}`, import.meta.url), 'utf8');
}

/** The tables that ship with the program. */
export const tables: LayoutTables = {
  programs: new ProgramTable(parseProgramFile(ruleFile('programs.yaml'), 'rules/programs.yaml')),
  kinds: new KindTable(parseKindFile(ruleFile('kinds.yaml'), 'rules/kinds.yaml')),
};
