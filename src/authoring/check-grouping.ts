import type { EntityKind } from '../rules/entity-table.js';
import type { LoadedRuleFile } from '../rules/load-rule-files.js';
import { boundNames } from '../rules/names.js';
import type { RowWords } from '../rules/rule.js';

/**
 * Reports signals whose words count the rows of several things together without saying so: four pods with one line each would look like one
 * with four.
 * @param kind what is known of the rule's entity
 */
export function checkGrouping({ rule, file }: LoadedRuleFile, kind: EntityKind | undefined): void {
  if (rule === undefined || kind === undefined || rule.entity === 'cluster') return;
  const { entity } = rule;
  const names = boundNames(rule);
  for (const [name, signal] of rule.signals) {
    if (signal.kind === 'count' || signal.per !== undefined) continue;
    const [word] = groupWords(signal);
    if (word === undefined) continue;
    const path = ['signals', name];
    if (names.get(name)?.includes(entity) !== true) {
      file.reportKey(
        path,
        word,
        `"${word}" looks at the rows of all things together, for the signal does not bind "${entity}"; bind it, or say with "per" what belongs together (per: [] for all)`,
      );
    } else if (kind.perNode) {
      file.reportKey(
        path,
        word,
        `"${word}" takes a ${entity} of two nodes for one; add per: [node, ${entity}], or say with "per" what belongs together`,
      );
    }
  }
}

/** The words of a signal that look at groups of rows, as rule files spell them. */
function groupWords({ atLeast, atMost, distinct, newest, lasting }: RowWords): readonly string[] {
  const words: readonly (readonly [string, unknown])[] = [
    ['at-least', atLeast],
    ['at-most', atMost],
    ['distinct', distinct.size > 0 ? distinct : undefined],
    ['newest', newest],
    ['lasting', lasting],
  ];
  return words.flatMap(([word, value]) => (value === undefined ? [] : [word]));
}
