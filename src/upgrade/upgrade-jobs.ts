import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { type CitedStep, fieldCitation, lineCitation, textAt } from './cited-step.js';
import { saidBy } from './progress-lines.js';
import type { TimedLine, UpgradeFacts } from './upgrade-facts.js';
import { upgradeWords } from './upgrade-words.js';

/** A job of a node, as Harvester labels it. */
export type NodeJobType = 'pre-drain' | 'post-drain' | 'single-node-upgrade';

/** The newest job of this type for a node; older releases set no label for the type, but have it in the name. */
export function nodeJob(
  objects: ObjectIndex,
  upgrade: string,
  node: string,
  type: NodeJobType,
): KubeObject | undefined {
  const name = `${upgrade}-${type}-${node}`;
  return newest(
    [...objects.list('Job.batch')].filter(
      (job) =>
        job.name === name ||
        (label(job, 'harvesterhci.io/upgrade') === upgrade &&
          label(job, 'harvesterhci.io/node') === node &&
          label(job, 'harvesterhci.io/upgradeJobType') === type),
    ),
  );
}

/** The job of a plan of the system upgrade controller for a node. */
export function planJob(objects: ObjectIndex, plan: string, node: string): KubeObject | undefined {
  return newest(
    [...objects.list('Job.batch')].filter(
      (job) => label(job, 'upgrade.cattle.io/plan') === plan && label(job, 'upgrade.cattle.io/node') === node,
    ),
  );
}

/** The job that upgrades the system services. */
export function manifestsJob(objects: ObjectIndex, upgrade: string): KubeObject | undefined {
  return newest([...objects.list('Job.batch')].filter(({ name }) => name === `${upgrade}-apply-manifests`));
}

/** Whether a job has ended well. */
export function isComplete(job: KubeObject): boolean {
  return (
    textAt(job, 'status.completionTime') !== '' || textAt(job, 'status.conditions[type=Complete].status') === 'True'
  );
}

/** Why a job has failed; undefined when it has not. */
export function failureOf(job: KubeObject): string | undefined {
  if (textAt(job, 'status.conditions[type=Failed].status') !== 'True') return undefined;
  return textAt(job, 'status.conditions[type=Failed].reason');
}

/** The step of a node or phase while a job is to do it: since it began, and what the job says it waits for. */
export function stepOfJob(
  step: CitedStep,
  job: KubeObject,
  facts: UpgradeFacts,
  actor: 'harvester-job' | 'system-upgrade-job',
): void {
  const words = upgradeWords(facts.language);
  const controller = actor === 'harvester-job' ? 'harvester' : 'system-upgrade-controller';
  const failure = failureOf(job);
  if (failure !== undefined) {
    const failed = fieldCitation(job, 'status.conditions[type=Failed].status');
    step.since([job, 'status.conditions[type=Failed].lastTransitionTime']).actor(controller, failed);
    step.waitsFor(words.jobFailed(job.name, failure), fieldCitation(job, 'status.conditions[type=Failed].reason'));
  } else if (isComplete(job)) {
    const complete = fieldCitation(job, 'status.completionTime');
    step.since([job, 'status.completionTime']).actor(controller, complete).waitsFor(words.jobDone(job.name), complete);
  } else {
    const started = fieldCitation(job, 'status.startTime');
    step.since([job, 'status.startTime'], [job, 'metadata.creationTimestamp']).actor(actor, started);
    const line = waitLineOf(job, facts);
    if (line === undefined) step.waitsFor(words.jobToEnd(job.name), started);
    else step.waitsFor(words.jobSays(saidBy(line.citation)), lineCitation(line));
  }
}

/** The wait that the newest pod of a job told last, if it was still telling it. */
function waitLineOf(job: KubeObject, { waitLines }: UpgradeFacts): TimedLine | undefined {
  return [...waitLines]
    .filter(([pod, { isLast }]) => isLast && pod.startsWith(`${job.namespace}/${job.name}-`))
    .map(([, line]) => line)
    .sort((a, b) => (a.time ?? 0) - (b.time ?? 0))
    .at(-1);
}

function newest(jobs: readonly KubeObject[]): KubeObject | undefined {
  return [...jobs]
    .sort((a, b) => (textAt(a, 'metadata.creationTimestamp') < textAt(b, 'metadata.creationTimestamp') ? -1 : 1))
    .at(-1);
}

function label(object: KubeObject, name: string): string {
  return textAt(object, `metadata.labels[${name}]`);
}
