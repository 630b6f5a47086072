import type { KubeObject } from '../model/kube-object.js';
import type { Finding, UpgradeNode, UpgradeSummary } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import { referenceOf } from '../objects/object-index.js';
import { selects } from '../rules/cel/selector.js';
import { readPath, textOf } from '../rules/cel/values.js';
import { blockingFindings } from './blocking-findings.js';
import { CitedStep, fieldCitation, textAt, timeAt } from './cited-step.js';
import type { UpgradeFacts } from './upgrade-facts.js';
import { planJob, stepOfJob } from './upgrade-jobs.js';
import { upgradeWords } from './upgrade-words.js';

/** A node's state in a plan of the system upgrade controller; the controller itself has no words for them. */
type PlanState = 'Applied' | 'Applying' | 'Waiting';

/**
 * Tells the newest upgrade by Plans of the system upgrade controller (RKE2, K3s), which does not belong to an upgrade of Harvester. Plans
 * of one version (servers, agents) are one upgrade. A node is done when its label `plan.upgrade.cattle.io/<plan>` has the plan's hash.
 */
export function planUpgrade(facts: UpgradeFacts, findings: readonly Finding[]): UpgradeSummary | undefined {
  const plans = [...facts.objects.list('Plan.upgrade.cattle.io')]
    .filter((plan) => textAt(plan, 'metadata.labels[harvesterhci.io/upgrade]') === '' && versionOf(plan) !== '')
    .map((plan) => ({ plan, nodes: nodesOf(plan, facts, findings) }))
    .filter(({ nodes }) => nodes.length > 0)
    .sort((a, b) => compare(created(a.plan), created(b.plan)) || compare(referenceOf(a.plan), referenceOf(b.plan)));
  const leading = plans.findLast(({ nodes }) => nodes.some(({ state }) => state !== 'Applied')) ?? plans.at(-1);
  if (leading === undefined) return undefined;
  const to = versionOf(leading.plan);
  const together = plans.filter(({ plan }) => versionOf(plan) === to);
  const nodes = together.flatMap((part) => part.nodes).sort((a, b) => compare(a.name, b.name));
  const states = new Set(nodes.map(({ state }) => state));
  const started = timeAt(leading.plan, 'metadata.creationTimestamp');
  const isDone = states.size === 1 && states.has('Applied');
  return {
    name: together.map(({ plan }) => referenceOf(plan)).join(', '),
    to,
    kind: 'plan',
    phase: isDone ? 'Complete' : states.has('Applying') ? 'Applying' : 'Waiting',
    running: !isDone,
    ...(started === undefined ? {} : { startedAt: formatInstant(started) }),
    ...new CitedStep(facts.bundleTime).state(fieldCitation(leading.plan, versionField(leading.plan))).finish(),
    nodes,
  };
}

function nodesOf(plan: KubeObject, facts: UpgradeFacts, findings: readonly Finding[]): readonly UpgradeNode[] {
  const selector = readPath(plan.content, 'spec.nodeSelector');
  const applying = readPath(plan.content, 'status.applying');
  const busy = new Set(Array.isArray(applying) ? applying.map(textOf) : []);
  const chosen = [...facts.objects.list('Node')].filter(
    (node) =>
      busy.has(node.name) ||
      (selector !== undefined && selects(selector, readPath(node.content, 'metadata.labels') ?? {})),
  );
  return chosen.map((node) => {
    const state = stateOf(plan, node, busy);
    const blockedBy = state === 'Applied' ? [] : blockingFindings(findings, plan.name, node.name);
    return {
      name: node.name,
      state,
      ...stepOf(plan, node, state, facts).finish(),
      ...(blockedBy.length === 0 ? {} : { blockedBy }),
    };
  });
}

function appliedLabel(plan: KubeObject): string {
  return `metadata.labels[plan.upgrade.cattle.io/${plan.name}]`;
}

function stateOf(plan: KubeObject, node: KubeObject, applying: ReadonlySet<string>): PlanState {
  if (applying.has(node.name)) return 'Applying';
  const hash = textAt(plan, 'status.latestHash');
  return hash !== '' && textAt(node, appliedLabel(plan)) === hash ? 'Applied' : 'Waiting';
}

function stepOf(plan: KubeObject, node: KubeObject, state: PlanState, facts: UpgradeFacts): CitedStep {
  const step = new CitedStep(facts.bundleTime);
  if (state !== 'Applying') return step.state(fieldCitation(node, appliedLabel(plan)));
  const applying = fieldCitation(plan, 'status.applying');
  step.state(applying);
  const drain = drainingPod(plan, node, facts);
  const job = planJob(facts.objects, plan.name, node.name);
  if (drain !== undefined) {
    const field = 'status.initContainerStatuses[name=drain].state.running.startedAt';
    const proof = fieldCitation(drain, field);
    step.since([drain, field]).actor('system-upgrade-job', proof).waitsFor(upgradeWords(facts.language).drain, proof);
  } else if (job === undefined) {
    step.actor('system-upgrade-controller', applying);
  } else {
    stepOfJob(step, job, facts, 'system-upgrade-job');
  }
  return step;
}

/** The pod of the plan's job on a node while its init container still drains the node. */
function drainingPod(plan: KubeObject, node: KubeObject, { objects }: UpgradeFacts): KubeObject | undefined {
  return [...objects.list('Pod')].find(
    (pod) =>
      textAt(pod, 'metadata.labels[upgrade.cattle.io/plan]') === plan.name &&
      textAt(pod, 'spec.nodeName') === node.name &&
      textAt(pod, 'status.initContainerStatuses[name=drain].state.running.startedAt') !== '',
  );
}

/** What the controller resolved; a plan may name a channel in place of a version. */
function versionOf(plan: KubeObject): string {
  return textAt(plan, versionField(plan));
}

function versionField(plan: KubeObject): string {
  return textAt(plan, 'status.latestVersion') === '' ? 'spec.version' : 'status.latestVersion';
}

function created(plan: KubeObject): string {
  return textAt(plan, 'metadata.creationTimestamp');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
