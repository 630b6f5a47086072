import type { LogCitation } from '../model/citation.js';
import type { Instant } from '../model/time.js';
import type { ObjectIndex } from '../objects/object-index.js';

/** Every kind that an upgrade is told from, besides those that state what the bundle is. */
export const UPGRADE_KINDS = [
  'Upgrade.harvesterhci.io',
  'Node',
  'Job.batch',
  'Plan.upgrade.cattle.io',
  'Secret',
  'Machine.cluster.x-k8s.io',
  'RKEControlPlane.rke.cattle.io',
] as const;

/** A line of a log with the time it was written. */
export interface TimedLine {
  readonly citation: LogCitation;
  readonly time: Instant | undefined;
  /** Nothing but a few seconds of its log follows it. */
  readonly isLast: boolean;
}

/** What an upgrade is told from. */
export interface UpgradeFacts {
  readonly objects: ObjectIndex;
  /** When the bundle was taken. */
  readonly bundleTime: Instant | undefined;
  /** The newest line in which a job of an upgrade says that it waits, by `namespace/pod`. */
  readonly waitLines: ReadonlyMap<string, TimedLine>;
  /** The newest line in which Rancher's planner says what it waits for. */
  readonly plannerLine: TimedLine | undefined;
  readonly language: 'en' | 'zh';
}
