import type { KubeObject } from '../model/kube-object.js';
import type { Instant } from '../model/time.js';
import type { ObjectIndex } from '../objects/object-index.js';
import type { EntityTable } from './entity-table.js';
import type { ClusterEvents } from './signals/cluster-events.js';
import type { LineCollector } from './signals/line-collector.js';
import type { ObjectSubjects } from './signals/object-subjects.js';
import type { HitStream } from './timed-hits.js';

/** Everything that was gathered while the bundle was read, as rules are evaluated on it. */
export interface CollectedFacts {
  readonly entities: EntityTable;
  readonly objects: ObjectIndex;
  readonly subjects: ObjectSubjects;
  readonly events: ClusterEvents;
  /** The collector of a `log` or `file` signal. */
  collectorOf(rule: string, signal: string): LineCollector | undefined;
  /** The stream that hits refer to by its place in the bundle. */
  streamAt(index: number): HitStream;
  /** Pods that have a container of some program, in reading order. */
  readonly programPods: readonly KubeObject[];
  /** Paths of the streams of these programs; none when their logs were not collected. */
  pathsOfPrograms(programs: readonly string[]): readonly string[];
  /** Paths of pod lists that show that none of these programs runs; undefined when they cannot show it. */
  pathsWithoutPrograms(programs: readonly string[]): readonly string[] | undefined;
  /** Whether a file that should hold a list of this kind is there and could not be read as one. */
  isUnreadable(resource: string): boolean;
  /** Whether the bundle shows that a product is there, with or without its version. */
  hasProduct(product: string): boolean;
  /** Paths of the entries that are a file of one of these globs. */
  pathsOfFiles(globs: readonly string[]): readonly string[];
  /** Whether files of nodes were collected at all, so that the absence of one means something. */
  readonly hasNodeFiles: boolean;
  /** Only lines in this time count as evidence. */
  readonly timeRange: TimeRange;
  /** The node a pod (`namespace/name`) runs on. */
  nodeOfPod(pod: string): string | undefined;
  /** Stated version of a product. */
  versionOf(product: string): string | undefined;
}

/** Bounds on the time of log lines; a line of unknown time lies in no bounded range. */
export interface TimeRange {
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
}
