import { fieldCitation, textAt } from './cited-step.js';
import { HAND_OVER, isDrained, isUnanswered } from './machine-plan.js';
import type { NodeStory } from './node-story.js';
import { nodeJob } from './upgrade-jobs.js';

/** `error when evicting pods/"virt-api-x" -n "harvester-system" (will retry after 5s): Cannot evict pod as ...` of kubectl's drain. */
const EVICTION = /error when evicting pods\/"([^"]+)" -n "([^"]+)"(?: \(will retry after \w+\))?: (.*)/s;

/**
 * Tells of a node in `Pre-drained`: Harvester has done its part, and Rancher cordons, evicts, and lets the agent on the node replace RKE2.
 * Which of these it is at shows in the machine-plan secret.
 */
export function tellDrainedNode(story: NodeStory): void {
  const { facts, upgrade, name, step, words, machine, planner, stateField } = story;
  step.since([nodeJob(facts.objects, upgrade.name, name, 'pre-drain'), 'status.completionTime']);
  const plan = machine?.plan;
  if (plan !== undefined) {
    if (isUnanswered(plan, HAND_OVER.postDrain, HAND_OVER.postHook)) {
      const asked = fieldCitation(plan, HAND_OVER.postDrain);
      step.actor('harvester', asked);
      step.waitsFor(words.hookAsked('post-drain'), asked, fieldCitation(plan, HAND_OVER.postHook));
      return;
    }
    const error = textAt(plan, HAND_OVER.drainError);
    if (error !== '' && !isDrained(plan)) {
      const proof = fieldCitation(plan, HAND_OVER.drainError);
      const [, pod, namespace, reason] = EVICTION.exec(error) ?? [];
      step.actor('rancher', proof);
      step.waitsFor(
        pod === undefined ? words.drainError(error) : words.drainRefused(`${namespace}/${pod}`, (reason ?? '').trim()),
        proof,
      );
      return;
    }
  }
  const speaksOfIt = planner !== undefined && (planner.nodes.has(name) || planner.nodes.size === 0);
  if (speaksOfIt) {
    step.actor('rancher', planner.citation).waitsFor(words.planner(planner.text), planner.citation);
    return;
  }
  step.actor(
    'rancher',
    plan === undefined ? fieldCitation(upgrade, stateField) : fieldCitation(plan, HAND_OVER.preHook),
  );
  const wanted = kubernetesOf(textAt(upgrade, 'status.repoInfo'));
  if (plan !== undefined && isDrained(plan) && wanted !== undefined)
    step.waitsFor(
      words.newPlan(wanted),
      fieldCitation(plan, HAND_OVER.drainDone),
      fieldCitation(upgrade, 'status.repoInfo'),
    );
}

/** The Kubernetes version that the release installs. */
function kubernetesOf(repoInfo: string): string | undefined {
  return /^\s*kubernetes:\s*(\S+)/m.exec(repoInfo)?.[1];
}
