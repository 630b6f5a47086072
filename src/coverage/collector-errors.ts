import type { KindTable } from '../bundle/index.js';
import type { LogCitation } from '../model/citation.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { LinePlan } from '../rules/line-plan.js';
import { watchLines } from '../rules/watched-lines.js';

const ID = 'collector-errors';
const ERRORS = 'errors';

/**
 * Errors of support-bundle-kit (bundleGenerationError.log) after which something is missing in the bundle. Most of that log is harmless: the
 * collector asks for every resource there is, and many cannot be listed.
 */
const TEXTS = [
  'nodes are timeout',
  'currently unable to handle the request',
  'context deadline exceeded',
  'connection refused',
  'i/o timeout',
  'etcdserver: ',
  'is forbidden',
  'Internal error occurred',
];

/** `/apis/<group>/<version>[/namespaces/<ns>]/<plural>`, `/api/v1/...` for the core group. */
const RESOURCE = /\/(?:apis\/([^/\s]+)|api)\/v[^/\s]+\/(?:namespaces\/[^/\s]+\/)?([a-z0-9]+):/;

let watched: CompiledRule | undefined;

/** The lines that tell of such errors, for the scan. */
export function collectorErrorLines(): CompiledRule {
  watched ??= watchLines(ID, {
    [ERRORS]: { programs: ['support-bundle-collector'], texts: TEXTS, bind: { line: 'line.text' } },
  });
  return watched;
}

/** An error of the collector that left something out which rules look at. */
export interface CollectorError {
  /** The kind, or what the collector says. */
  readonly what: string;
  readonly citation: LogCitation;
}

/** The errors that matter: those about kinds that rules ask for, and those about nodes and logs. */
export function collectorErrors(
  plan: LinePlan,
  kinds: KindTable,
  isWanted: (resource: string) => boolean,
): readonly CollectorError[] {
  const errors: CollectorError[] = [];
  for (const { series } of plan.collectorOf(ID, ERRORS)?.rows(() => undefined) ?? []) {
    const [, citation] = series.content().citations[0] ?? [];
    if (citation === undefined) continue;
    const [matched, group = '', plural = ''] = RESOURCE.exec(citation.excerpt) ?? [];
    const resource = matched === undefined ? undefined : kinds.byPlural(group, plural);
    if (matched !== undefined && (resource === undefined || !isWanted(resource))) continue;
    errors.push({ what: resource ?? citation.excerpt.slice(0, 120), citation });
  }
  return errors;
}
