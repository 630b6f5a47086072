import type { KubeObject } from '../model/kube-object.js';
import type { UpgradeStep } from '../model/report.js';
import { CitedStep, fieldCitation, textAt } from './cited-step.js';
import { tellDrainedNode } from './drained-node.js';
import { HAND_OVER, isUnanswered } from './machine-plan.js';
import type { NodeInUpgrade, NodeStory } from './node-story.js';
import type { UpgradeFacts } from './upgrade-facts.js';
import { type NodeJobType, nodeJob, planJob, stepOfJob } from './upgrade-jobs.js';
import { upgradeWords } from './upgrade-words.js';

/** States in which a node is being worked on: only one node at a time may be in one of them. */
const AT_WORK: ReadonlySet<string> = new Set([
  'Pre-draining',
  'Pre-drained',
  'Post-draining',
  'Post-drained',
  'Waiting Reboot',
]);

/**
 * Where a node stands in an upgrade of Harvester. The states and who acts in each: pkg/controller/master/upgrade of Harvester and the
 * planner of Rancher, v1.4 to v1.9.
 */
export function nodeStep(subject: NodeInUpgrade, facts: UpgradeFacts): UpgradeStep {
  const stateField = `status.nodeStatuses[${subject.name}].state`;
  const step = new CitedStep(facts.bundleTime).state(fieldCitation(subject.upgrade, stateField));
  const story: NodeStory = { ...subject, facts, words: upgradeWords(facts.language), step, stateField };
  (TELLERS.get(subject.state) ?? otherState)(story);
  return step.finish();
}

/** What tells the step of a node in each state. */
const TELLERS: ReadonlyMap<string, (story: NodeStory) => void> = new Map([
  ['Images preloading', preloading],
  ['Images preloaded', preloaded],
  ['Node-upgrade paused', paused],
  ['Pre-draining', (story) => jobOf(story, 'pre-drain')],
  ['Pre-drained', tellDrainedNode],
  ['Post-draining', (story) => jobOf(story, 'post-drain')],
  ['Waiting Reboot', restarting],
  ['Succeeded', succeeded],
  ['Failed', failed],
]);

/** A single node is upgraded by one job, without drain and hooks. */
function otherState({ facts, upgrade, name, step }: NodeStory): void {
  const job = nodeJob(facts.objects, upgrade.name, name, 'single-node-upgrade');
  if (job !== undefined) stepOfJob(step, job, facts, 'harvester-job');
}

function preloading({ facts, upgrade, name, step, stateField }: NodeStory): void {
  const job = planJob(facts.objects, `${upgrade.name}-prepare`, name);
  if (job !== undefined) stepOfJob(step, job, facts, 'system-upgrade-job');
  else step.actor('system-upgrade-controller', fieldCitation(upgrade, stateField));
}

function preloaded(story: NodeStory): void {
  const { facts, upgrade, name, phase, step, words, planner, machine, states } = story;
  step.since(
    [planJob(facts.objects, `${upgrade.name}-prepare`, name), 'status.completionTime'],
    [upgrade, 'status.conditions[type=NodesPrepared].lastUpdateTime'],
    [upgrade, 'status.conditions[type=NodesPrepared].lastTransitionTime'],
  );
  const phaseCitation = fieldCitation(upgrade, 'metadata.labels[harvesterhci.io/upgradeState]');
  if (phase === 'UpgradingSystemServices') {
    step.actor('harvester', phaseCitation).waitsFor(words.systemServices, phaseCitation);
    return;
  }
  if (phase === 'PreparingNodes') {
    const late = [...states].filter(([, state]) => state === 'Images preloading').map(([other]) => other);
    if (late.length > 0) step.waitsFor(words.otherNodes(late.join(', ')), ...statesOf(upgrade, late));
    return;
  }
  if (phase !== 'UpgradingNodes') return;
  if (machine === undefined && facts.objects.isCollected('Machine.cluster.x-k8s.io')) {
    const searched = facts.objects.pathsOf('Machine.cluster.x-k8s.io');
    const absence = { kind: 'absence', what: `Machine whose status.nodeRef.name is ${name}`, searched } as const;
    step.actor('administrator', absence).waitsFor(words.noMachine, absence);
    return;
  }
  const plan = machine?.plan;
  if (plan !== undefined && isUnanswered(plan, HAND_OVER.preDrain, HAND_OVER.preHook)) {
    const asked = fieldCitation(plan, HAND_OVER.preDrain);
    step.actor('harvester', asked);
    step.waitsFor(words.hookAsked('pre-drain'), asked, fieldCitation(plan, HAND_OVER.preHook));
    return;
  }
  const busy = [...states].filter(([, state]) => AT_WORK.has(state) || state === 'Node-upgrade paused');
  const first = busy.map(([other]) => other).filter((other) => other !== name);
  if (first.length > 0) {
    step.waitsFor(words.turn(first.join(', ')), ...statesOf(upgrade, first));
    return;
  }
  if (planner === undefined) {
    step.actor('rancher', phaseCitation).waitsFor(words.pickNode, phaseCitation);
  } else {
    step.actor('rancher', planner.citation).waitsFor(words.planner(planner.text), planner.citation);
  }
}

function statesOf(
  upgrade: KubeObject,
  nodes: readonly string[],
): [ReturnType<typeof fieldCitation>, ...ReturnType<typeof fieldCitation>[]] {
  const [first = '', ...others] = nodes.slice(0, 3);
  const cite = (node: string): ReturnType<typeof fieldCitation> =>
    fieldCitation(upgrade, `status.nodeStatuses[${node}].state`);
  return [cite(first), ...others.map(cite)];
}

function paused({ upgrade, step, words, stateField }: NodeStory): void {
  const map = 'metadata.annotations[harvesterhci.io/node-upgrade-pause-map]';
  const proof = fieldCitation(upgrade, textAt(upgrade, map) === '' ? stateField : map);
  step.actor('administrator', proof).waitsFor(words.unpause, proof);
}

/** A step that a job of Harvester does. */
function jobOf({ facts, upgrade, name, step, words, stateField }: NodeStory, type: NodeJobType): void {
  const job = nodeJob(facts.objects, upgrade.name, name, type);
  if (job !== undefined) stepOfJob(step, job, facts, 'harvester-job');
  else if (facts.objects.isCollected('Job.batch')) {
    const searched = facts.objects.pathsOf('Job.batch');
    const absence = { kind: 'absence', what: `Job ${upgrade.name}-${type}-${name}`, searched } as const;
    step.actor('harvester', fieldCitation(upgrade, stateField)).waitsFor(words.jobToStart(type), absence);
  } else {
    step.actor('harvester', fieldCitation(upgrade, stateField));
  }
}

/** The node is Succeeded when it runs the OS image that the post-drain job has noted on it. */
function restarting({ facts, upgrade, name, step, words, node, stateField }: NodeStory): void {
  step.since([nodeJob(facts.objects, upgrade.name, name, 'post-drain'), 'status.completionTime']);
  step.actor('node', fieldCitation(upgrade, stateField));
  if (node === undefined) return;
  const ready = 'status.conditions[type=Ready].status';
  if (textAt(node, ready) !== 'True') {
    step.waitsFor(words.nodeNotReady, fieldCitation(node, ready));
    return;
  }
  const [runs, wanted] = ['status.nodeInfo.osImage', 'metadata.annotations[harvesterhci.io/pendingOSImage]'];
  const [has, image] = [textAt(node, runs), textAt(node, wanted)];
  if (image !== '' && has !== image)
    step.waitsFor(words.newSystem(has, image), fieldCitation(node, runs), fieldCitation(node, wanted));
}

function succeeded({ facts, upgrade, name, step, words, node }: NodeStory): void {
  step.since([nodeJob(facts.objects, upgrade.name, name, 'post-drain'), 'status.completionTime']);
  if (node !== undefined && textAt(node, 'spec.unschedulable') === 'true') {
    const cordoned = fieldCitation(node, 'spec.unschedulable');
    step.actor('rancher', cordoned).waitsFor(words.uncordon, cordoned);
  }
}

function failed({ upgrade, name, step, words, stateField }: NodeStory): void {
  const field = ['message', 'reason']
    .map((member) => `status.nodeStatuses[${name}].${member}`)
    .find((path) => textAt(upgrade, path) !== '');
  step.actor('administrator', fieldCitation(upgrade, stateField));
  if (field !== undefined) step.waitsFor(words.failed(textAt(upgrade, field)), fieldCitation(upgrade, field));
}
