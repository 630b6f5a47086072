import type { Finding } from '../model/report.js';
import { type Happening, WEIGHT } from './happening.js';

/** The onset of a failure that a rule found, with the citation that shows it; none when it states no time. */
export function findingHappening(finding: Finding): readonly Happening[] {
  const { id, title, severity, role, firstSeen, lastSeen, count, entity, evidence } = finding;
  if (firstSeen === undefined || role === 'benign') return [];
  const citation = evidence.find((item) => item.kind === 'log' && item.time === firstSeen) ?? evidence[0];
  const name = entity.namespace === undefined ? entity.name : `${entity.namespace}/${entity.name}`;
  return [
    {
      time: Date.parse(firstSeen),
      until: Date.parse(lastSeen ?? firstSeen),
      count,
      kind: 'finding',
      source: `${entity.kind.split('.', 1)[0] ?? entity.kind} ${name}`,
      ...(entity.node === undefined ? {} : { node: entity.node }),
      ...(citation?.kind === 'log' && citation.node !== undefined ? { clockOf: citation.node } : {}),
      text: `${title} (${id})`,
      level: severity,
      weight: WEIGHT.finding,
      place: [-2, 0],
      ...(citation === undefined ? {} : { citation }),
    },
  ];
}

/** Whether a finding is about one of the things, or binds one of their names. @param names names of objects and things */
export function isFindingAbout({ entity, bindings }: Finding, names: ReadonlySet<string>): boolean {
  const reference = entity.namespace === undefined ? entity.name : `${entity.namespace}/${entity.name}`;
  if (names.has(entity.name) || names.has(reference)) return true;
  return Object.values(bindings)
    .flat()
    .some((value) => names.has(value));
}
