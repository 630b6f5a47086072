import type { Topic } from '../model/comparison.js';
import type { KubeMap, KubeValue } from '../model/kube-object.js';

/** How well something works. */
export const Health = { fine: 0, degraded: 1, failed: 2 } as const;
export type Health = (typeof Health)[keyof typeof Health];

/** Something about an object that is the same in two bundles, or has changed. */
export interface Fact {
  /** Path of the field; tells facts of an object apart. */
  readonly field: string;
  /** What people call it. */
  readonly label: string;
  readonly value: string;
  /** What is shown in place of the value. */
  readonly shown?: string;
  /** What is shown beside the value and not compared: times and counts in it would always differ. */
  readonly detail?: string;
  readonly topic: Topic;
  /** Absent where the value says nothing of the kind. */
  readonly health?: Health;
  /**
   * `identity` tells an object from its successor, and `counter` only ever grows: both mean nothing when one side has none. `placement` is where the
   * object runs, which says nothing when it has been replaced.
   */
  readonly nature?: 'identity' | 'counter' | 'placement';
}

/** Reads what is compared of an object. */
export type FactReader = (content: KubeMap) => readonly Fact[];

/** Names what makes and remakes such objects, e.g. `DaemonSet kube-system/canal`; undefined when nothing does. */
export type FamilyReader = (content: KubeMap) => string | undefined;

/** How objects of a kind are compared. */
export interface ComparedKind {
  readonly facts: readonly FactReader[];
  /** Set for kinds whose objects have names of chance, so that a successor has another name. */
  readonly family?: FamilyReader;
  /** Whether another object under the same name is no news: such objects are remade all the time. */
  readonly remade?: boolean;
}

/** Kinds (`Kind` or `Kind.group`), the weightiest first. */
export type ComparedKinds = Readonly<Record<string, ComparedKind>>;

/** Longest detail that is kept, in UTF-16 code units. */
const LONGEST_VALUE = 200;

/** A text that is shown beside a value, cut. */
export function cutDetail(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}

/** A scalar as text; undefined for nothing, `""`, lists and maps. */
export function scalarText(value: KubeValue | undefined): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
