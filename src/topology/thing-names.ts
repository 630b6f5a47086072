import { type KubeObject, resourceOf } from '../model/kube-object.js';
import { type ObjectIndex, referenceOf } from '../objects/object-index.js';
import type { EntityTable } from '../rules/entity-table.js';
import { type ThingKey, thingKey } from './thing.js';

/** Rules speak of both sorts of configuration as one: they are nearly always made in pairs of the same name. */
const WEBHOOK_CONFIGURATIONS = [
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io',
];

/** How objects of a kind are named. */
interface Sort {
  readonly name: string;
  readonly isNamespaced: boolean;
}

/** The keys of objects: by the names that rules bind (rules/entities.yaml), of other kinds by the kind. */
export class ThingNames {
  readonly #entities: EntityTable;
  readonly #objects: ObjectIndex;
  readonly #names: ReadonlyMap<string, string>;
  /** By kind and group: keys are made for every object, and objects come kind by kind. */
  readonly #sorts = new Map<string, Map<string, Sort>>();

  constructor(entities: EntityTable, objects: ObjectIndex) {
    this.#entities = entities;
    this.#objects = objects;
    this.#names = new Map([
      ...[...entities].map(([name, { kind }]) => [kind, name] as const),
      ...WEBHOOK_CONFIGURATIONS.map((resource) => [resource, 'webhook'] as const),
    ]);
  }

  /** The key of an object. */
  keyOf(object: KubeObject): ThingKey {
    const { name, isNamespaced } = this.#sortOf(object);
    return thingKey(name, isNamespaced ? referenceOf(object) : object.name);
  }

  #sortOf({ kind, group }: KubeObject): Sort {
    let byGroup = this.#sorts.get(kind);
    if (byGroup === undefined) {
      byGroup = new Map<string, Sort>();
      this.#sorts.set(kind, byGroup);
    }
    let sort = byGroup.get(group);
    if (sort === undefined) {
      const resource = resourceOf(kind, group);
      const name = this.#names.get(resource);
      sort =
        name === undefined
          ? { name: resource, isNamespaced: true }
          : { name, isNamespaced: this.#entities.get(name)?.namespaced === true };
      byGroup.set(group, sort);
    }
    return sort;
  }

  /**
   * The key of an object that another object names.
   * @param namespace that of the object that names it; what is referred to lives there or in no namespace
   */
  keyOfReference(resource: string, namespace: string, name: string): ThingKey {
    const entity = this.#names.get(resource);
    const isNamespaced =
      entity === undefined
        ? this.#objects.get(resource, name) === undefined
        : this.#entities.get(entity)?.namespaced === true;
    const reference = isNamespaced ? referenceOf({ namespace, name }) : name;
    return thingKey(entity ?? resource, reference);
  }

  /** What the reader knows a thing as: `Volume.longhorn.io` for `volume`. */
  kindOf(name: string): string {
    return this.#entities.get(name)?.kind ?? name;
  }

  /** The name that keys of a kind begin with. */
  nameOf(resource: string): string {
    return this.#names.get(resource) ?? resource;
  }

  /** Whether rules have a name for it. */
  isEntity(name: string): boolean {
    return this.#entities.has(name);
  }

  /** True for what is named `node/name`, such as a device. */
  isPerNode(name: string): boolean {
    return this.#entities.get(name)?.perNode === true;
  }
}
