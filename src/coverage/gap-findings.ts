import { COLLECTION_GAP, type Coverage, type Entity, type Finding } from '../model/report.js';
import { type CollectionGap, effectOf } from './collection-gaps.js';
import { GAP_WORDS_EN, GAP_WORDS_ZH } from './gap-words.js';

const MAX_NAMED = 3;

/**
 * Gaps as findings. They are risks that cause nothing and are no root: the cluster may be well, and what is found elsewhere does not
 * follow from them.
 * @param coverage for how many rules are left open by each
 * @param bundle name of the bundle, which stands in for that of the cluster
 */
export function gapFindings(
  gaps: readonly CollectionGap[],
  coverage: Coverage,
  bundle: string,
  language: 'en' | 'zh',
): readonly Finding[] {
  const words = language === 'zh' ? GAP_WORDS_ZH : GAP_WORDS_EN;
  return gaps.map((gap, index): Finding => {
    const { title, explanation, steps } = words[gap.kind];
    return {
      id: `${COLLECTION_GAP}#${index + 1}`,
      rule: COLLECTION_GAP,
      title: title(named(gap.names, language)),
      component: 'bundle',
      severity: 'warning',
      role: 'risk',
      confidence: 'high',
      entity: entityOf(gap, bundle),
      bindings: { gap: gap.kind, ...(gap.names.length === 0 ? {} : { missing: gap.names }) },
      count: Math.max(1, gap.names.length),
      evidence: gap.citations,
      explanation: `${explanation}${openSentence(openRules(gap, coverage, bundle), language)}`,
      remediation: steps,
      references: ['https://docs.harvesterhci.io/v1.4/troubleshooting/harvester#generate-a-support-bundle'],
      causedBy: [],
      leadsTo: [],
    };
  });
}

/** Which rules a gap leaves open: those that were judged in part for it, or those that could not be judged. */
function openRules(
  gap: CollectionGap,
  { unknown, partial = [] }: Coverage,
  bundle: string,
): { readonly count: number; readonly inPart: boolean } {
  const effect = effectOf(gap);
  if (effect !== undefined) return { count: partial.filter(({ why }) => why === effect.why).length, inPart: true };
  const isCut = gap.kind === 'archive-cut' && gap.names.includes(bundle);
  const withoutObjects = unknown.filter(({ missing }) => /^no (?:list of|events|trace of) /.test(missing));
  const rules = isCut ? unknown : gap.kind === 'no-objects' ? withoutObjects : [];
  return { count: rules.length, inPart: false };
}

function openSentence({ count, inPart }: ReturnType<typeof openRules>, language: 'en' | 'zh'): string {
  if (count === 0) return '';
  if (language === 'zh') return inPart ? `${count} 条规则只能部分判断。` : `${count} 条规则无法判断。`;
  const rules = `${count} ${count === 1 ? 'rule' : 'rules'}`;
  return inPart ? ` ${rules} could be judged only in part.` : ` ${rules} could not be judged.`;
}

function named(names: readonly string[], language: 'en' | 'zh'): string {
  const shown = names.slice(0, MAX_NAMED).join(', ');
  const more = names.length - MAX_NAMED;
  if (more <= 0) return shown;
  return language === 'zh' ? `${shown} 等 ${names.length} 个` : `${shown} and ${more} more`;
}

function entityOf({ kind, names }: CollectionGap, bundle: string): Entity {
  const [node, ...others] = names;
  const isNode = kind === 'node-missing' || kind === 'node-empty';
  return isNode && node !== undefined && others.length === 0
    ? { kind: 'Node', name: node, node }
    : { kind: 'Cluster', name: bundle };
}
