import type { AbsorbedFinding, Entity, Finding, RemediationStep } from '../model/report.js';
import { compareTexts } from '../model/text-order.js';
import { formatInstant, type Instant } from '../model/time.js';
import type { EntityTable } from '../rules/entity-table.js';
import type { Rule } from '../rules/rule.js';
import type { CausalGraph } from './causal-graph.js';
import { completeCitation } from './complete-citation.js';
import type { Draft } from './draft.js';
import type { Likelihood } from './likelihood.js';
import { templateFiller } from './template.js';

/** What findings are written with. */
export interface FindingContext {
  readonly entities: EntityTable;
  readonly language: 'en' | 'zh';
  /** Name of the cluster or bundle, for findings about all of it. */
  readonly clusterName: string;
  nodeOfPod(pod: string): string | undefined;
}

/** Values named in a title before "and n more". */
const MAX_NAMED = 3;

/** Gives every draft its id: `<rule>#<n>`, numbered by entity so that the same bundle always gives the same ids. */
export function assignIds(drafts: readonly Draft[]): ReadonlyMap<Draft, string> {
  const ids = new Map<Draft, string>();
  const counters = new Map<string, number>();
  const ordered = [...drafts].sort(
    (a, b) => compareTexts(a.rule.id, b.rule.id) || compareTexts(a.match.entity, b.match.entity),
  );
  for (const draft of ordered) {
    const number = (counters.get(draft.rule.id) ?? 0) + 1;
    counters.set(draft.rule.id, number);
    ids.set(draft, `${draft.rule.id}#${number}`);
  }
  return ids;
}

/** By rule, then by number. */
function compareIds(a: string, b: string): number {
  const [one, other] = [a.lastIndexOf('#'), b.lastIndexOf('#')];
  return compareTexts(a.slice(0, one), b.slice(0, other)) || Number(a.slice(one + 1)) - Number(b.slice(other + 1));
}

/** What a finding's relations to others are read from. */
export interface Relations {
  readonly ids: ReadonlyMap<Draft, string>;
  readonly graph: CausalGraph;
  readonly likelihood: Likelihood;
  /** By benign finding what it took away. */
  readonly absorbed: ReadonlyMap<Draft, readonly Draft[]>;
}

/** Writes a draft as the report's finding. */
export function toFinding(
  draft: Draft,
  { ids, graph, likelihood, absorbed }: Relations,
  context: FindingContext,
): Finding {
  const { rule, match } = draft;
  const nodeOfPod = (pod: string): string | undefined => context.nodeOfPod(pod);
  const alternatives = likelihood.alternativesOf(draft, (other) => ids.get(other) ?? other.rule.id);
  const explainedAway = absorbed.get(draft) ?? [];
  const idsOf = (drafts: readonly Draft[]): readonly string[] =>
    drafts.flatMap((other) => ids.get(other) ?? []).sort(compareIds);
  const fill = (text: string): string => fillPlaceholders(text, match.bindings, context.language);
  const values = commandValues(draft, context.entities);
  return {
    id: ids.get(draft) ?? rule.id,
    rule: rule.id,
    title: titleOf(draft, context.language),
    component: rule.component,
    severity: rule.severity,
    role: rule.role,
    confidence: match.confidence,
    ...(match.reasons.length === 0 ? {} : { reasons: match.reasons }),
    entity: entityOf(draft, context),
    bindings: Object.fromEntries(
      [...match.bindings].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
    ),
    ...seen('firstSeen', draft.first?.time),
    ...seen('lastSeen', draft.last?.time),
    count: draft.count,
    evidence: draft.evidence.map((evidence) => completeCitation(evidence, nodeOfPod)),
    explanation: fill(explanationOf(rule, context.language)),
    remediation: stepsOf(rule, context.language).map((step) => fillStep(step, fill, values)),
    references: rule.references,
    causedBy: idsOf(graph.causesOf(draft)),
    leadsTo: idsOf(graph.effectsOf(draft)),
    ...(alternatives.length === 0 ? {} : { alternativeCauses: alternatives }),
    ...(explainedAway.length === 0 ? {} : { absorbed: explainedAway.map((other) => toAbsorbed(other, context)) }),
  };
}

function toAbsorbed(draft: Draft, context: FindingContext): AbsorbedFinding {
  return {
    rule: draft.rule.id,
    title: titleOf(draft, context.language),
    entity: entityOf(draft, context),
    confidence: draft.match.confidence,
    count: draft.count,
  };
}

/** The rule's title with what it bound filled in. */
export function titleOf(draft: Draft, language: 'en' | 'zh'): string {
  return fillPlaceholders(
    language === 'zh' ? draft.rule.chinese.title : draft.rule.title,
    draft.match.bindings,
    language,
  );
}

function seen<Key extends 'firstSeen' | 'lastSeen'>(
  key: Key,
  time: Instant | undefined,
): { readonly [K in Key]?: string } {
  const result: { [K in Key]?: string } = {};
  if (time !== undefined) result[key] = formatInstant(time);
  return result;
}

function explanationOf(rule: Rule, language: 'en' | 'zh'): string {
  return (language === 'zh' ? rule.chinese.explanation : undefined) ?? rule.explanation;
}

function stepsOf(rule: Rule, language: 'en' | 'zh'): readonly RemediationStep[] {
  return (language === 'zh' ? rule.chinese.remediation : undefined) ?? rule.remediation;
}

function fillStep(step: RemediationStep, fill: (text: string) => string, values: CommandValues): RemediationStep {
  return {
    step: fill(step.step),
    ...(step.command === undefined ? {} : { command: fillCommand(step.command, values) }),
    ...(step.danger === undefined ? {} : { danger: fill(step.danger) }),
  };
}

/** Names that a shell takes as they are. Others may come from a stranger's hand and never become part of a command. */
const SHELL_SAFE = /^[A-Za-z0-9][A-Za-z0-9._:/-]*$/;

/** What `<name>` in a command stands for. */
interface CommandValues {
  readonly values: ReadonlyMap<string, string>;
  /** The namespaces of values that have one. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** The one value of each binding; of the entity also its `<namespace>`. */
function commandValues({ rule, match }: Draft, entities: EntityTable): CommandValues {
  const values = new Map<string, string>();
  const namespaces = new Map<string, string>();
  for (const [name, [value, ...others]] of match.bindings) {
    if (value === undefined || others.length > 0) continue;
    const slash = entities.get(name)?.namespaced === true ? value.indexOf('/') : -1;
    values.set(name, value.slice(slash + 1));
    if (slash !== -1) namespaces.set(name, value.slice(0, slash));
    if (slash !== -1 && name === rule.entity) values.set('namespace', value.slice(0, slash));
  }
  return { values, namespaces };
}

/** Puts known names into a command; a placeholder without a single safe value stays for the reader to fill. */
function fillCommand(command: string, { values, namespaces }: CommandValues): string {
  return commandWith(command, (name) => {
    const known = values.get(name.replaceAll(' ', '_'));
    const value = known ?? (name === 'namespace' ? namespaceIn(command, namespaces) : undefined);
    return value !== undefined && SHELL_SAFE.test(value) ? value : `<${name}>`;
  });
}

/** Of an entity without a namespace the one in which all is that the command names. */
function namespaceIn(command: string, namespaces: ReadonlyMap<string, string>): string | undefined {
  const named = [...namespaces].filter(
    ([name]) => command.includes(`<${name.replaceAll('_', ' ')}>`) || command.includes(`<${name}>`),
  );
  const [only, ...others] = new Set(named.map(([, namespace]) => namespace));
  return others.length === 0 ? only : undefined;
}

/** Stands for a name that a rule knows and this bundle does not tell. */
const NOT_STATED = { en: '(not stated)', zh: '（未说明）' } as const;

function fillPlaceholders(
  text: string,
  bindings: ReadonlyMap<string, readonly string[]>,
  language: 'en' | 'zh',
): string {
  return textWith(text, (name) => {
    const values = bindings.get(name);
    if (values === undefined) return NOT_STATED[language];
    const [only] = values;
    if (only !== undefined && values.length === 1) return only;
    const named = values.slice(0, MAX_NAMED).join(', ');
    return values.length > MAX_NAMED ? `${named} and ${values.length - MAX_NAMED} more` : named;
  });
}

const commandWith = templateFiller(/<([a-z_ ]+)>/);
const textWith = templateFiller(/\{([a-z0-9_]+)\}/);

function entityOf({ rule, match }: Draft, context: FindingContext): Entity {
  const kind = context.entities.get(rule.entity);
  if (rule.entity === 'cluster' || kind === undefined)
    return { kind: kind?.kind ?? rule.entity, name: context.clusterName };
  const slash = kind.namespaced || kind.perNode ? match.entity.indexOf('/') : -1;
  const scope = slash === -1 ? undefined : match.entity.slice(0, slash);
  const nodes = match.bindings.get('node') ?? [];
  const [onlyNode] = nodes.length === 1 && rule.entity !== 'node' ? nodes : [];
  const node = kind.perNode ? scope : onlyNode;
  return {
    kind: kind.kind,
    name: match.entity.slice(slash + 1),
    ...(kind.namespaced && scope !== undefined ? { namespace: scope } : {}),
    ...(node === undefined ? {} : { node }),
  };
}
