import type { KubeObject } from '../model/kube-object.js';
import type { Finding, UnfinishedUpgrade, UpgradeNode, UpgradeStep, UpgradeSummary } from '../model/report.js';
import { formatInstant } from '../model/time.js';
import { blockingFindings } from './blocking-findings.js';
import { fieldCitation, textAt, timeAt } from './cited-step.js';
import { machinesByNode } from './machine-plan.js';
import { nodeStep } from './node-step.js';
import { endOf, PHASE_FIELD, phaseStep } from './phase-step.js';
import { plannerMessage } from './planner-message.js';
import type { UpgradeFacts } from './upgrade-facts.js';

const OVER: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);

/**
 * Tells the newest upgrade of Harvester.
 * @param stated what the Upgrade object states plainly
 * @param findings of the report, for what holds a step up
 */
export function harvesterUpgrade(
  stated: UpgradeSummary,
  facts: UpgradeFacts,
  findings: readonly Finding[],
): UpgradeSummary {
  const upgrade = [...facts.objects.list('Upgrade.harvesterhci.io')].find(({ name }) => name === stated.name);
  if (upgrade === undefined) return stated;
  const isOver = OVER.has(stated.phase);
  const end = isOver ? endOf(upgrade) : undefined;
  const unfinished = isOver ? [] : unfinishedBefore(upgrade, facts);
  return {
    ...stated,
    kind: 'harvester',
    running: !isOver,
    ...startOf(upgrade),
    ...(end === undefined ? {} : { endedAt: formatInstant(end) }),
    ...withBlockers(
      phaseStep(upgrade, stated.phase, facts),
      stated.phase === 'Succeeded' ? [] : findings,
      upgrade.name,
    ),
    nodes: nodesOf(upgrade, stated, facts, findings, isOver),
    ...(unfinished.length === 0 ? {} : { unfinished }),
  };
}

function nodesOf(
  upgrade: KubeObject,
  { phase, nodes }: UpgradeSummary,
  facts: UpgradeFacts,
  findings: readonly Finding[],
  isOver: boolean,
): readonly UpgradeNode[] {
  // Of what is over, only a node that failed has more to tell.
  if (isOver && nodes.every(({ state }) => state === 'Succeeded')) return nodes;
  const machines = machinesByNode(facts.objects);
  const planner = plannerMessage(facts, machines);
  const states = new Map(nodes.map(({ name, state }) => [name, state]));
  return nodes.map(({ name, state }) => {
    const step = nodeStep(
      {
        upgrade,
        phase,
        name,
        state,
        node: facts.objects.get('Node', name),
        machine: machines.get(name),
        states,
        planner,
      },
      facts,
    );
    // Who only waits for its turn is not held up itself.
    return { name, state, ...(step.actor === undefined ? step : withBlockers(step, findings, upgrade.name, name)) };
  });
}

/** Links a step that waits to the findings that say why. */
function withBlockers(step: UpgradeStep, findings: readonly Finding[], upgrade: string, node?: string): UpgradeStep {
  const blockedBy = blockingFindings(findings, upgrade, node);
  return blockedBy.length === 0 ? step : { ...step, blockedBy };
}

function startOf(upgrade: KubeObject): { readonly startedAt?: string } {
  const started = timeAt(upgrade, 'metadata.creationTimestamp');
  return started === undefined ? {} : { startedAt: formatInstant(started) };
}

/** Upgrades that were left in the middle when this one was started. */
function unfinishedBefore(latest: KubeObject, { objects }: UpgradeFacts): readonly UnfinishedUpgrade[] {
  return [...objects.list('Upgrade.harvesterhci.io')]
    .filter((upgrade) => upgrade !== latest)
    .flatMap((upgrade): UnfinishedUpgrade[] => {
      const phase = textAt(upgrade, PHASE_FIELD);
      if (phase === '' || OVER.has(phase)) return [];
      const [from, to] = [textAt(upgrade, 'status.previousVersion'), textAt(upgrade, 'spec.version')];
      return [
        {
          name: upgrade.name,
          ...(from === '' ? {} : { from }),
          ...(to === '' ? {} : { to }),
          phase,
          ...startOf(upgrade),
          nodes: statedNodes(upgrade),
          evidence: [{ proves: ['state'], citation: fieldCitation(upgrade, PHASE_FIELD) }],
        },
      ];
    })
    .sort((a, b) => ((a.startedAt ?? '') < (b.startedAt ?? '') ? -1 : 1));
}

function statedNodes(upgrade: KubeObject): readonly UpgradeNode[] {
  const { status } = upgrade.content;
  const nodes = typeof status === 'object' && 'nodeStatuses' in status ? status['nodeStatuses'] : undefined;
  const names = typeof nodes === 'object' && !Array.isArray(nodes) ? Object.keys(nodes).sort() : [];
  return names.map((name) => {
    const citation = fieldCitation(upgrade, `status.nodeStatuses[${name}].state`);
    return { name, state: citation.value ?? '', evidence: [{ proves: ['state'], citation }] };
  });
}
