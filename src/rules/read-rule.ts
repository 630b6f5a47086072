import { readCausalLinks } from './causal-link.js';
import { readSignal } from './read-signal.js';
import type { ChineseText, Rule, Signal, Term, Tier } from './rule.js';
import type { RuleFile } from './rule-file.js';
import { type RawRule, type RawTerm, RULE_SCHEMA } from './schema.js';

/** Reads a rule from its file. Reports what is wrong to the file and gives undefined when the rule cannot be used. */
export function readRule(file: RuleFile): Rule | undefined {
  if (!file.isSound) return undefined;
  const raw = file.validate(RULE_SCHEMA, file.content(), [], Object.keys(RULE_SCHEMA.shape));
  if (raw === undefined) return undefined;
  const signals = new Map<string, Signal>();
  for (const [name, value] of Object.entries(raw.signals)) {
    const signal = readSignal(file, ['signals', name], value);
    if (signal !== undefined) signals.set(name, signal);
  }
  const leadsTo = readCausalLinks(file, raw['leads-to'] ?? []);
  if (!file.isSound) return undefined;
  return {
    id: raw.id,
    aliases: raw.aliases ?? [],
    title: raw.title,
    component: raw.component,
    severity: raw.severity,
    role: raw.role,
    entity: raw.entity,
    signals,
    tiers: tiersOf(raw.when),
    also: raw.also ?? [],
    onset: raw.onset ?? [],
    says: raw.says ?? [],
    leadsTo,
    refines: raw.refines ?? [],
    absorbs: raw.absorbs ?? [],
    applies: new Map(Object.entries(raw.applies ?? {})),
    explanation: raw.explanation,
    remediation: stepsOf(raw.remediation),
    references: raw.references,
    chinese: chineseOf(raw.zh),
    file: file.file,
  };
}

function tiersOf(when: RawRule['when']): readonly Tier[] {
  const levels = ['high', 'medium', 'low'] as const;
  return levels.flatMap((confidence) => {
    const terms = when[confidence];
    return terms === undefined ? [] : [{ confidence, terms: terms.map(termOf) }];
  });
}

function termOf(raw: RawTerm): Term {
  if (typeof raw !== 'string') {
    return 'any' in raw ? { kind: 'any', terms: raw.any.map(termOf) } : { kind: 'all', terms: raw.all.map(termOf) };
  }
  return raw.startsWith('not ') ? { kind: 'not', name: raw.slice('not '.length) } : { kind: 'signal', name: raw };
}

function stepsOf(raw: RawRule['remediation']): Rule['remediation'] {
  return raw.map(({ step, command, danger }) => ({
    step,
    ...(command === undefined ? {} : { command }),
    ...(danger === undefined ? {} : { danger }),
  }));
}

function chineseOf(raw: RawRule['zh']): ChineseText {
  return {
    title: raw.title,
    ...(raw.explanation === undefined ? {} : { explanation: raw.explanation }),
    ...(raw.remediation === undefined ? {} : { remediation: stepsOf(raw.remediation) }),
  };
}
