import type { ObjectIndex } from '../objects/object-index.js';
import { readPath, textOf } from '../rules/cel/values.js';
import type { EntityTable } from '../rules/entity-table.js';
import type { Rule } from '../rules/rule.js';
import type { Collection } from './collection.js';

/** Products that rules are about, with the name people know and the end of the API groups they bring. */
const PRODUCTS: readonly { readonly id: string; readonly name: string; readonly groups: readonly string[] }[] = [
  { id: 'harvester', name: 'Harvester', groups: ['harvesterhci.io'] },
  { id: 'longhorn', name: 'Longhorn', groups: ['longhorn.io'] },
  { id: 'kubevirt', name: 'KubeVirt', groups: ['kubevirt.io'] },
  { id: 'rancher', name: 'Rancher', groups: ['management.cattle.io', 'provisioning.cattle.io', 'rke.cattle.io'] },
  { id: 'fleet', name: 'Fleet', groups: ['fleet.cattle.io'] },
  { id: 'rke2', name: 'RKE2', groups: [] },
];

/**
 * Whether all pods of the cluster were listed: those of every namespace there is. Only then does the absence of a product's pods mean
 * that it is not there; most collectors take some namespaces.
 */
export function hasAllPods(objects: ObjectIndex, collection: Collection): boolean {
  const namespaces = [...objects.list('Namespace')];
  if (objects.isCut('Pod') || objects.isCut('Namespace')) return false;
  return namespaces.length > 0 && namespaces.every(({ name }) => collection.listsPodsOf(name));
}

/** Finds what a rule is about that the cluster provably does not have. */
export class AbsentProducts {
  readonly #absent: typeof PRODUCTS;
  readonly #entities: EntityTable;

  constructor(
    objects: ObjectIndex,
    collection: Collection,
    entities: EntityTable,
    hasProduct: (product: string) => boolean,
  ) {
    const allPods = hasAllPods(objects, collection);
    const kubelets = [...objects.list('Node')].map(({ content }) =>
      textOf(readPath(content, 'status.nodeInfo.kubeletVersion')),
    );
    const noRke2 = kubelets.length > 0 && kubelets.every((version) => version !== '' && !version.includes('+rke2'));
    this.#absent = PRODUCTS.filter(({ id }) => !hasProduct(id) && (id === 'rke2' ? noRke2 : allPods));
    this.#entities = entities;
  }

  /** The product without which the rule has nothing to judge; undefined when none of its products is known to be absent. */
  neededBy(rule: Rule): string | undefined {
    const kind = this.#entities.get(rule.entity)?.kind ?? '';
    return this.#absent.find(
      ({ id, groups }) =>
        rule.component === id ||
        // Rules about one product in the folder of another subject begin with its name.
        rule.id.startsWith(`${id}-`) ||
        rule.applies.has(id) ||
        groups.some((group) => kind.endsWith(`.${group}`)),
    )?.name;
  }
}
