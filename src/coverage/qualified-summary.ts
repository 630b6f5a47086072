import type { Coverage, Diagnosis, Finding } from '../model/report.js';

/**
 * The diagnosis with a summary that does not let a bundle in which little could be judged read like one in which all is well: a bot or a
 * ticket may hold nothing else of the report.
 * @param gaps findings that tell what is missing in the bundle itself
 */
export function qualified(
  diagnosis: Diagnosis,
  { evaluated, unknown }: Coverage,
  gaps: readonly Finding[],
  language: 'en' | 'zh',
): Diagnosis {
  const isTold = diagnosis.rootCauses.length + (diagnosis.unexplained ?? []).length > 0;
  const isJudged = gaps.length === 0 && evaluated > unknown.length;
  if (isTold || isJudged || unknown.length === 0) return diagnosis;
  const titles = gaps.map(({ title }) => title).join(language === 'zh' ? '；' : '; ');
  const all = evaluated + unknown.length;
  const caveat =
    language === 'zh'
      ? `${all} 条规则中有 ${unknown.length} 条无法判断${titles === '' ? '' : `：${titles}`}。`
      : ` ${unknown.length} of ${all} rules could not be judged${titles === '' ? '' : `: ${titles}`}.`;
  return { ...diagnosis, summary: `${diagnosis.summary}${caveat}` };
}
