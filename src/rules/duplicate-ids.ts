import type { Rule } from './rule.js';

/** What is wrong with rules of which two have the same name, as `file:line:column: message`. */
export function duplicateIds(rules: readonly Pick<Rule, 'id' | 'aliases' | 'file'>[]): readonly string[] {
  const first = new Map<string, string>();
  const problems: string[] = [];
  for (const rule of rules) {
    for (const id of [rule.id, ...rule.aliases]) {
      const other = first.get(id);
      if (other === undefined) first.set(id, rule.file);
      else problems.push(`${rule.file}:1:1: rule id "${id}" is already used in ${other}`);
    }
  }
  return problems;
}
