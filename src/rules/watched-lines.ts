import { type CompiledRule, RuleCompiler } from './compile-rule.js';
import type { LineSignal } from './rule.js';

/** Lines that the program looks for on its own behalf: of these programs, with one of these texts. */
export interface WatchedLines {
  readonly programs: readonly string[];
  readonly texts: readonly string[];
  /** CEL over `line` and `stream`; lines that bind the same are kept together. */
  readonly bind?: Readonly<Record<string, string>>;
}

/**
 * Makes a rule of lines that are looked for apart from any failure, so that they are found in the same scan as those of all rules. It is
 * for a line plan only: it has no tiers and is never evaluated.
 * @param id name under which the collectors of the plan are asked for
 */
export function watchLines(id: string, lines: Readonly<Record<string, WatchedLines>>): CompiledRule {
  return new RuleCompiler({ time: undefined, products: {} }).compile({
    id,
    aliases: [],
    title: id,
    component: 'bundle',
    severity: 'info',
    role: 'benign',
    entity: 'cluster',
    signals: new Map(Object.entries(lines).map(([name, watched]) => [name, signalOf(watched)])),
    tiers: [],
    also: [],
    says: [],
    onset: [],
    leadsTo: [],
    refines: [],
    absorbs: [],
    applies: new Map(),
    explanation: '',
    remediation: [],
    references: [],
    chinese: { title: id },
    file: id,
  });
}

function signalOf({ programs, texts, bind = {} }: WatchedLines): LineSignal {
  return {
    kind: 'log',
    sources: programs,
    contains: { mode: 'any', texts },
    match: [],
    groups: [],
    where: [],
    bind: new Map(Object.entries(bind)),
    per: undefined,
    atLeast: undefined,
    atMost: undefined,
    distinct: new Map(),
    newest: undefined,
    within: undefined,
    lasting: undefined,
    optional: true,
    untilEnd: undefined,
    after: undefined,
    before: undefined,
    unlessFollowedBy: undefined,
    unlessPrecededBy: undefined,
  };
}
