import { mapsAt, textAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';

/** How a thing is. */
export interface ThingState {
  /** In the words of its object: `Running, 1/2 ready`. */
  readonly text: string;
  /** Whether that is not how it should be. */
  readonly isUnwell: boolean;
}

/** A state of the words that are there; undefined without any. */
export function stateOfWords(words: readonly (string | undefined)[], isUnwell: boolean): ThingState | undefined {
  const text = words.filter((word) => word !== undefined && word !== '').join(', ');
  return text === '' ? undefined : { text, isUnwell };
}

/** The status of a condition: `True`, `False`, `Unknown`; undefined when the object does not have it. Old Longhorn kept conditions in a map. */
export function conditionStatus(content: KubeMap, type: string): string | undefined {
  const condition = mapsAt(content, 'status', 'conditions').find((one) => textAt(one, 'type') === type);
  return condition === undefined
    ? textAt(content, 'status', 'conditions', type, 'status')
    : textAt(condition, 'status');
}

/** A number at a key, 0 when there is none: Kubernetes leaves zeros out. */
export function countAt(map: KubeMap, key: string): number {
  const value = map[key];
  return typeof value === 'number' ? value : 0;
}

/** The state of what has a condition `Ready`. */
export function readyState(content: KubeMap, ...more: readonly (string | undefined)[]): ThingState | undefined {
  const ready = conditionStatus(content, 'Ready');
  if (ready === undefined) return stateOfWords(more, false);
  return stateOfWords([ready === 'True' ? 'ready' : 'not ready', ...more], ready !== 'True');
}
