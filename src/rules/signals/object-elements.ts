import type { KubeObject } from '../../model/kube-object.js';
import type { Expression } from '../cel/expression.js';
import { fieldOf, isMap } from '../cel/values.js';

/** The expression of `each`. */
export type Each = Pick<Expression, 'source' | 'evaluate'>;

/** A row's subject: the object itself, or an element of `each` with its path in the object where it has one. */
export interface Element {
  readonly item: unknown;
  readonly key: string;
  /** Found only for what matched: it takes a walk through the object. */
  path(): string | undefined;
}

/** The object itself. */
const WHOLE: readonly Element[] = [{ item: '', key: '', path: () => undefined }];

/** What a signal looks at in an object: it as a whole, or the elements of `each`. */
export function elementsOf(each: Each | undefined, object: KubeObject): readonly Element[] {
  if (each === undefined) return WHOLE;
  const collection = each.evaluate({ self: object.content });
  const stated = statedPath(each.source);
  if (Array.isArray(collection)) {
    return collection.map((_, index) => {
      const item = fieldOf(collection, index);
      return {
        item,
        key: String(index),
        path: () => (stated === undefined ? pathOf(object.content, item) : `${stated}[${index}]`),
      };
    });
  }
  if (!isMap(collection)) return [];
  return Object.keys(collection).map((key) => ({
    item: fieldOf(collection, key),
    key,
    path: () => {
      const base = stated ?? pathOf(object.content, collection);
      return base === undefined ? undefined : `${base}${separated(keyStep(key))}`;
    },
  }));
}

/** What {@link statedPath} gave for the expressions of rules. */
const statedPaths = new Map<string, string | undefined>();

/** The path of an `each` that is nothing else, such as `self.status.conditions`; its elements need not be looked for. */
export function statedPath(each: string): string | undefined {
  if (!statedPaths.has(each)) statedPaths.set(each, /^self\.(\w+(?:\.\w+)*)$/.exec(each)?.[1]);
  return statedPaths.get(each);
}

/**
 * Where a list or map stands inside an object, found by identity: `each` may have filtered or joined lists. The path is written only on the
 * way back from where it was found.
 */
function pathOf(container: unknown, target: unknown): string | undefined {
  if (typeof container !== 'object' || container === null) return undefined;
  if (container === target) return '';
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index++) {
      const below = pathOf(container[index], target);
      if (below !== undefined) return `[${index}]${separated(below)}`;
    }
  } else if (isMap(container)) {
    for (const key of Object.keys(container)) {
      const below = pathOf(container[key], target);
      if (below !== undefined) return `${keyStep(key)}${separated(below)}`;
    }
  }
  return undefined;
}

/** A path below another. */
function separated(below: string): string {
  return below === '' || below.startsWith('[') ? below : `.${below}`;
}

/** Keys with dots or slashes (labels, annotations) are written in brackets. */
function keyStep(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `[${key}]`;
}
