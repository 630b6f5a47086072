import type { ProgramTable } from '../bundle/index.js';
import type { Warning, WarningCode } from '../errors/index.js';
import type { Coverage } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import type { ObjectIndex } from '../objects/object-index.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { EntityTable } from '../rules/entity-table.js';
import type { Outcome } from '../rules/evaluate-rule.js';
import type { AbsentProducts } from './absent-products.js';
import type { Collection, TimedLog } from './collection.js';
import { type CollectionGap, effectOf } from './collection-gaps.js';
import { cutOf } from './cut-logs.js';

/** What one rule came to. */
export interface JudgedRule {
  readonly rule: CompiledRule;
  readonly outcome: Outcome;
}

/** What the coverage of rules is told from. */
export interface CoverageFacts {
  readonly objects: ObjectIndex;
  readonly collection: Collection;
  readonly logs: readonly TimedLog[];
  readonly layout: string;
  readonly absent: AbsentProducts;
  readonly entities: EntityTable;
  readonly programs: ProgramTable;
  readonly warnings: readonly Warning[];
  readonly gaps: readonly CollectionGap[];
}

/** Warnings after which an entry was not examined as a whole. */
const DAMAGE: ReadonlySet<WarningCode> = new Set<WarningCode>([
  'archive-truncated',
  'archive-damaged',
  'archive-checksum',
  'archive-encrypted',
  'archive-unsupported',
  'entry-unreadable',
  'limit-ratio',
  'limit-bytes',
  'limit-object-file',
  'text-encoding',
  'object-unparsable',
]);

const MAX_PATH = 300;

/** Every cluster has some of these: a list without any shows that the bundle is not whole. */
const ALWAYS_THERE: ReadonlySet<string> = new Set(['Node', 'Pod', 'Namespace']);

/** Says of every rule whether it was judged, has nothing to judge here, or could not be judged, and which were judged in part. */
export function judgeCoverage(judged: readonly JudgedRule[], facts: CoverageFacts): Coverage {
  const unknown: { rule: string; missing: string }[] = [];
  const notApplicable: { rule: string; why: string }[] = [];
  const partial: { rule: string; why: string }[] = [];
  const cuts = describeCuts(facts);
  let evaluated = 0;
  for (const { rule, outcome } of judged) {
    const { id } = rule.rule;
    const why = outcome.kind === 'not-applicable' ? outcome.why : whyNotApplicable(rule, outcome, facts);
    if (why !== undefined) {
      notApplicable.push({ rule: id, why });
    } else if (outcome.kind === 'unknown') {
      unknown.push({ rule: id, missing: outcome.missing });
    } else if (outcome.kind === 'decided') {
      evaluated++;
      for (const reason of partialReasons(rule, outcome, facts, cuts)) partial.push({ rule: id, why: reason });
    }
  }
  return { evaluated, unknown, notApplicable, partial };
}

/** A rule that found something applies, whatever the lists say. */
function whyNotApplicable(
  { rule }: CompiledRule,
  outcome: Outcome,
  { absent, entities, objects }: CoverageFacts,
): string | undefined {
  if (outcome.kind === 'decided' && outcome.matches.length > 0) return undefined;
  const product = absent.neededBy(rule);
  if (product !== undefined) return `${product} is not installed`;
  const kind = entities.get(rule.entity)?.kind ?? '';
  const [first] = objects.list(kind);
  if (ALWAYS_THERE.has(kind)) return undefined;
  return objects.isCollected(kind) && first === undefined ? `there is no ${kind}` : undefined;
}

/** What a decided rule could not see. One that found nothing may have missed it; of one that found something only the open question counts. */
function partialReasons(
  rule: CompiledRule,
  outcome: Outcome & { readonly kind: 'decided' },
  facts: CoverageFacts,
  cuts: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const open = outcome.missing === undefined ? [] : [outcome.missing];
  if (outcome.matches.length > 0) return new Set(open);
  const gaps = facts.gaps.flatMap((gap) => {
    const effect = effectOf(gap);
    return effect !== undefined && looksAt(rule, effect.concerns, facts.programs) ? [effect.why] : [];
  });
  return new Set([...open, ...damageReasons(outcome, facts, cuts), ...listReasons(rule, facts), ...gaps]);
}

/** Entries that the rule looked into and that are cut or damaged. */
function damageReasons(
  outcome: Outcome & { readonly kind: 'decided' },
  { warnings }: CoverageFacts,
  cuts: ReadonlyMap<string, string>,
): readonly string[] {
  const damaged = warnings.flatMap(({ code, path }) =>
    DAMAGE.has(code) && path !== undefined ? [{ code, path }] : [],
  );
  if (cuts.size === 0 && damaged.length === 0) return [];
  const searched = outcome.searched();
  return [
    ...[...searched].flatMap((path) => cuts.get(path) ?? []),
    ...damaged
      .filter(({ path }) => searched.has(path))
      .map(({ code, path }) => `${endOf(path)} could not be read whole (${code})`),
  ];
}

/** Lists of objects that the rule asks for and that could not be read, or only without some values. */
function listReasons({ outline }: CompiledRule, { collection }: CoverageFacts): readonly string[] {
  return outline.signals.flatMap((signal) => {
    if (signal.kind !== 'object') return [];
    const { resource } = signal;
    return [
      ...(collection.unreadableList(resource) === undefined ? [] : [`a list of ${resource} could not be read`]),
      ...(collection.hiddenIn(resource) === undefined
        ? []
        : [`the collector has hidden values in the list of ${resource}`]),
    ];
  });
}

/** A path that may be of any length, by its telling end. */
function endOf(path: string): string {
  return path.length <= MAX_PATH ? path : `…${path.slice(-MAX_PATH)}`;
}

/** Whether a rule looks at what a gap concerns: logs and files of nodes, or logs of containers. */
function looksAt(
  { outline: { signals } }: CompiledRule,
  concerns: 'nodes' | 'containers',
  programs: ProgramTable,
): boolean {
  if (concerns === 'containers')
    return signals.some(
      (signal) => signal.kind === 'log' && !signal.sources.every((id) => programs.writesOnlyOnNodes(id)),
    );
  return signals.some(
    (signal) =>
      signal.kind === 'file' || (signal.kind === 'log' && signal.sources.some((id) => programs.writesOnlyOnNodes(id))),
  );
}

/** By path of a log without its beginning, what is to be said of all such logs of its program. */
function describeCuts({ logs, layout, objects }: CoverageFacts): ReadonlyMap<string, string> {
  const byProgram = new Map<string, { readonly log: TimedLog; readonly cut: 'cut' | 'rotated' }[]>();
  for (const log of logs) {
    const cut = cutOf(log, layout, objects);
    if (cut === undefined) continue;
    const key = `${nameOf(log)} ${cut}`;
    const others = byProgram.get(key);
    if (others === undefined) byProgram.set(key, [{ log, cut }]);
    else others.push({ log, cut });
  }
  return new Map(
    [...byProgram].flatMap(([key, cuts]) => {
      const text = cutReason(key.slice(0, key.lastIndexOf(' ')), cuts);
      return cuts.map(({ log }): [string, string] => [log.path, text]);
    }),
  );
}

/** The log of a node by its file, as several programs may write to it; that of a container by its program. */
function nameOf({ path, identity: { pod, programs, container } }: TimedLog): string {
  if (pod !== undefined) return programs[0] ?? container ?? pod;
  return endOf(path.slice(path.lastIndexOf('/') + 1)).replace(/\.log.*$/, '');
}

function cutReason(
  program: string,
  cuts: readonly { readonly log: TimedLog; readonly cut: 'cut' | 'rotated' }[],
): string {
  const newest = Math.max(...cuts.map(({ log }) => log.begin ?? Number.NEGATIVE_INFINITY));
  const how = cuts[0]?.cut === 'cut' ? 'were cut to their last 10 MiB' : 'were rotated';
  const reach = Number.isFinite(newest)
    ? `; what is older than ${formatInstant(newest).replace(/T(.*)\.\d+Z$/, ' $1 UTC')} may be missing`
    : '';
  return `logs of ${program} ${how}${reach}`;
}
