import type { KubeObject } from '../model/kube-object.js';
import type { UpgradeStep } from '../model/report.js';
import { CitedStep, fieldCitation, textAt, timeAt } from './cited-step.js';
import type { UpgradeFacts } from './upgrade-facts.js';
import { manifestsJob, stepOfJob } from './upgrade-jobs.js';
import { upgradeWords } from './upgrade-words.js';

/** Where the phase is stated; releases before v1.1 had only conditions. */
export const PHASE_FIELD = 'metadata.labels[harvesterhci.io/upgradeState]';

/** The milestones of an upgrade in their order; a phase begins with the milestone before it and ends with its own. */
const MILESTONES = [
  'LogReady',
  'ImageReady',
  'RepoReady',
  'NodesPrepared',
  'SystemServicesUpgraded',
  'NodesUpgraded',
] as const;

/** The milestone that each phase works for. */
const WORKS_FOR: ReadonlyMap<string, (typeof MILESTONES)[number]> = new Map([
  ['PreparingLoggingInfra', 'LogReady'],
  ['LoggingInfraPrepared', 'ImageReady'],
  ['CreatingUpgradeImage', 'ImageReady'],
  ['PreparingRepo', 'RepoReady'],
  ['RepoPrepared', 'NodesPrepared'],
  ['PreparingNodes', 'NodesPrepared'],
  ['UpgradingSystemServices', 'SystemServicesUpgraded'],
  ['UpgradingNodes', 'NodesUpgraded'],
]);

/** Where an upgrade of Harvester as a whole stands: since when in its phase, and, before its nodes are at it, what it waits for. */
export function phaseStep(upgrade: KubeObject, phase: string, facts: UpgradeFacts): UpgradeStep {
  const words = upgradeWords(facts.language);
  const step = new CitedStep(facts.bundleTime);
  const hasLabel = textAt(upgrade, PHASE_FIELD) !== '';
  step.state(fieldCitation(upgrade, hasLabel ? PHASE_FIELD : 'status.conditions[type=Completed].status'));
  if (phase === 'Succeeded' || phase === 'Failed') {
    step.since(...timesOf(upgrade, 'Completed'));
    const failed = phase === 'Failed' ? failedCondition(upgrade) : undefined;
    if (failed !== undefined) {
      step.actor('administrator', fieldCitation(upgrade, `${failed}.status`));
      step.waitsFor(words.failed(textAt(upgrade, `${failed}.message`)), fieldCitation(upgrade, `${failed}.message`));
    }
    return step.finish();
  }
  const milestone = WORKS_FOR.get(phase);
  if (milestone === undefined) return step.finish();
  const job = phase === 'UpgradingSystemServices' ? manifestsJob(facts.objects, upgrade.name) : undefined;
  const earlier = MILESTONES.slice(0, MILESTONES.indexOf(milestone))
    .reverse()
    .filter((type) => isReached(upgrade, type));
  const begin = earlier.flatMap((type) => timesOf(upgrade, type));
  if (job === undefined) step.since(...begin, [upgrade, 'metadata.creationTimestamp']);
  else stepOfJob(step, job, facts, 'harvester-job');
  // Of the node phase the nodes tell, each for itself.
  if (phase === 'UpgradingNodes') return step.finish();
  step.actor('harvester', fieldCitation(upgrade, PHASE_FIELD));
  step.waitsFor(words.condition(milestone), fieldCitation(upgrade, `status.conditions[type=${milestone}].status`));
  return step.finish();
}

/** When an upgrade was over. */
export function endOf(upgrade: KubeObject): number | undefined {
  return timesOf(upgrade, 'Completed')
    .map(([object, field]) => timeAt(object, field))
    .find((time) => time !== undefined);
}

function isReached(upgrade: KubeObject, type: string): boolean {
  return textAt(upgrade, `status.conditions[type=${type}].status`) === 'True';
}

function timesOf(upgrade: KubeObject, type: string): readonly (readonly [KubeObject, string])[] {
  return ['lastUpdateTime', 'lastTransitionTime'].map((member) => [
    upgrade,
    `status.conditions[type=${type}].${member}`,
  ]);
}

/** Path of the condition that tells why an upgrade has failed: a milestone rather than the end, which only repeats it. */
function failedCondition(upgrade: KubeObject): string | undefined {
  return [...MILESTONES, 'Completed']
    .map((type) => `status.conditions[type=${type}]`)
    .find((path) => textAt(upgrade, `${path}.status`) === 'False' && textAt(upgrade, `${path}.message`) !== '');
}
