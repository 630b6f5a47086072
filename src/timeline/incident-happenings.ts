import type { KubeObject } from '../model/kube-object.js';
import type { Finding } from '../model/report.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { memberOf, textOf } from '../rules/cel/values.js';
import type { ClusterEvent } from '../rules/signals/cluster-events.js';
import { eventHappening } from './event-happenings.js';
import { findingHappening } from './finding-happenings.js';
import { type Happening, WEIGHT } from './happening.js';
import { objectTimes } from './object-times.js';
import type { TimelineWords } from './timeline-words.js';

/** Kinds whose changes concern the whole cluster. */
const TOLD_KINDS = [
  'Node',
  'Upgrade.harvesterhci.io',
  'Job.batch',
  'VirtualMachineInstanceMigration.kubevirt.io',
] as const;
/** Kinds of which only what went wrong is told: there are thousands. */
const TROUBLED_KINDS = [
  'Pod',
  'VirtualMachineInstance.kubevirt.io',
  'Volume.longhorn.io',
  'Replica.longhorn.io',
  'Machine.cluster.x-k8s.io',
  'PersistentVolume',
  'PersistentVolumeClaim',
] as const;

/** Things of a kind to which the same happens within so much time are told together. */
const ALIKE_MS = 10 * 60_000;

/** What happened to the cluster: onsets of findings, changes of nodes and upgrades, what ended or failed, warnings. */
export function incidentHappenings(
  findings: readonly Finding[],
  objects: ObjectIndex,
  events: readonly ClusterEvent[],
  words: TimelineWords,
): readonly Happening[] {
  const told = TOLD_KINDS.flatMap((resource) => [...objects.list(resource)].flatMap((object) => toldOf(object, words)));
  const troubled = TROUBLED_KINDS.flatMap((resource) =>
    [...objects.list(resource)].flatMap((object) =>
      objectTimes(object, words).filter(({ weight }) => weight >= WEIGHT.change),
    ),
  );
  return [
    ...findings.flatMap(findingHappening),
    ...foldAlike([...told, ...troubled], words),
    ...warningsOf(events, words),
  ];
}

/** Of an upgrade everything counts; of the others what changed after they were made. */
function toldOf(object: KubeObject, words: TimelineWords): readonly Happening[] {
  const isUpgrade = object.kind === 'Upgrade';
  const isSystemJob = object.kind === 'Job' && textOf(memberOf(object.content, 'spec.template.spec.nodeName')) === '';
  return objectTimes(object, words).flatMap((happening) => {
    if (isUpgrade) return [{ ...happening, weight: WEIGHT.change }];
    const least = object.kind === 'Job' && isSystemJob ? WEIGHT.change : WEIGHT.notable;
    return happening.weight >= least ? [happening] : [];
  });
}

/** What happened to several things of a kind, one soon after the other, as one: a cordon makes many pods unschedulable. */
function foldAlike(happenings: readonly Happening[], words: TimelineWords): readonly Happening[] {
  const folded: Happening[] = [];
  const newest = new Map<string, number>();
  for (const happening of [...happenings].sort((a, b) => a.time - b.time)) {
    const key = `${happening.source.split(' ', 1)[0]} ${happening.text}`;
    const index = newest.get(key);
    const alike = index === undefined ? undefined : folded[index];
    if (index !== undefined && alike !== undefined && happening.time - alike.until <= ALIKE_MS) {
      folded[index] = { ...alike, until: happening.time, count: alike.count + 1 };
    } else {
      newest.set(key, folded.length);
      folded.push(happening);
    }
  }
  return folded.map((happening) =>
    happening.count === 1
      ? happening
      : { ...happening, text: words.andMoreOfKind(happening.text, happening.count - 1) },
  );
}

/** Warnings of one reason about one kind together, with the exact number of occurrences: a failing probe concerns many pods. */
function warningsOf(events: readonly ClusterEvent[], words: TimelineWords): readonly Happening[] {
  const groups = new Map<string, ClusterEvent[]>();
  for (const event of events) {
    if (event.type !== 'Warning') continue;
    const key = `${event.kind} ${event.reason}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(event);
  }
  return [...groups.values()].flatMap((group) => {
    const happenings = group.flatMap((event) => eventHappening(event, words)).sort((a, b) => a.time - b.time);
    const [first] = happenings;
    if (first === undefined) return [];
    const others = new Set(group.map(({ namespace, name }) => `${namespace}/${name}`)).size - 1;
    const { clockOf: _, ...rest } = first;
    return [
      {
        ...(others === 0 ? first : rest),
        until: happenings.reduce((latest, { until }) => Math.max(latest, until), first.until),
        count: happenings.reduce((sum, { count }) => sum + count, 0),
        text: others === 0 ? first.text : words.andMoreOfKind(first.text, others),
      },
    ];
  });
}
