import { compileGlob } from '../bundle/glob.js';
import { AbsentProducts } from '../coverage/absent-products.js';
import { findGaps } from '../coverage/collection-gaps.js';
import { collectorErrors } from '../coverage/collector-errors.js';
import { gapFindings } from '../coverage/gap-findings.js';
import { type JudgedRule, judgeCoverage } from '../coverage/judge-coverage.js';
import { COLLECTION_GAP, type Coverage, type Finding } from '../model/report.js';
import type { RuleSelection } from '../rules/rule-set.js';
import type { GatheredBundle } from './gather.js';
import { wantedKinds } from './read-bundle.js';

/**
 * What of the rules could be judged on a bundle, and what is missing in it.
 * @param selection rules that were asked for
 * @param isWhole whether the bundle should hold all that its collector writes; else nothing can be missing in it
 */
export function coverageOf(
  { name, rules, content, facts, warnings }: GatheredBundle,
  judged: readonly JudgedRule[],
  language: 'en' | 'zh',
  isWhole: boolean,
  selection: RuleSelection = {},
): { readonly coverage: Coverage; readonly gaps: readonly Finding[] } {
  const { objects, collection, layout, plan, streams } = content;
  const { entities, programs, kinds } = rules.tables;
  const wanted = wantedKinds(rules);
  const found = isWhole
    ? findGaps({
        name,
        layout,
        collection,
        objects,
        warnings: warnings.list(),
        errors: collectorErrors(plan, kinds, (resource) => wanted.has(resource)),
      })
    : [];
  const coverage = judgeCoverage(judged, {
    objects,
    collection,
    layout,
    logs: [...collection.logs].map(([index, log]) => ({
      path: log.path,
      identity: log.identity,
      bytes: log.bytes,
      begin: streams[index]?.oldest(),
    })),
    absent: new AbsentProducts(objects, collection, entities, (product) => facts.hasProduct(product)),
    entities,
    programs,
    warnings: warnings.list(),
    gaps: found,
  });
  return { coverage, gaps: isSelected(selection) ? gapFindings(found, coverage, name, language) : [] };
}

/** Whether gaps are to be told as findings: they have an id like those of rules. */
function isSelected({ only = [], skip = [] }: RuleSelection): boolean {
  const names = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => compileGlob(pattern)(COLLECTION_GAP));
  return (only.length === 0 || names(only)) && !names(skip);
}
