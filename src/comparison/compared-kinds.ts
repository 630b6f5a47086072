import { conditions } from './conditions.js';
import { type ComparedKind, type ComparedKinds, Health } from './fact.js';
import { field, presence } from './fact-readers.js';
import { nodeKinds, resourceKinds, workloadKinds } from './kinds/kubernetes.js';
import { longhornKinds } from './kinds/longhorn.js';
import { rancherKinds } from './kinds/rancher.js';
import { settingKinds } from './kinds/settings.js';
import { upgradeKinds, virtualizationKinds } from './kinds/virtualization.js';

/** The kinds that are compared when none are asked for, the weightiest first. */
export const COMPARED_KINDS: ComparedKinds = {
  ...nodeKinds,
  ...upgradeKinds,
  ...longhornKinds,
  ...virtualizationKinds,
  ...workloadKinds,
  ...resourceKinds,
  ...rancherKinds,
  ...settingKinds,
};

/** How a kind is compared that is compared only on demand: by what most kinds have. */
const ANY_KIND: ComparedKind = { facts: [conditions(), field('status.phase'), field('status.state')] };

/** An object of any kind may wait for finalizers. */
export const beingDeleted = presence('metadata.deletionTimestamp', 'being deleted', Health.degraded);

/** How objects of a kind are compared. */
export function comparedKind(resource: string): ComparedKind {
  return Object.hasOwn(COMPARED_KINDS, resource) ? (COMPARED_KINDS[resource] ?? ANY_KIND) : ANY_KIND;
}

const order = new Map(Object.keys(COMPARED_KINDS).map((resource, index) => [resource, index]));

/** For `Array.sort`: weightier kinds first, others after them by name. */
export function byKind(a: string, b: string): number {
  return (order.get(a) ?? order.size) - (order.get(b) ?? order.size) || (a < b ? -1 : Number(a > b));
}
