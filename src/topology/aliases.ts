import { mapAt, mapsAt, textAt, valueAt } from '../bundle/kube-path.js';
import type { AliasSort } from '../model/graph.js';
import type { KubeMap, KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import type { ThingKey } from './thing.js';
import type { ThingNames } from './thing-names.js';

/** Shortest part of a container id that tools print. */
const SHORT_ID = 12;
const CONTAINER_STATUSES = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

/** A thing by what logs call it. */
export interface Alias {
  readonly key: ThingKey;
  readonly by: AliasSort;
}

/** What logs call things: UIDs, container ids, addresses. Read from the objects when first asked. */
export class Aliases {
  readonly #objects: ObjectIndex;
  readonly #names: ThingNames;
  readonly #kinds: readonly string[];
  #table: Map<string, Alias> | undefined;

  constructor(objects: ObjectIndex, names: ThingNames, kinds: readonly string[]) {
    this.#objects = objects;
    this.#names = names;
    this.#kinds = kinds;
  }

  /**
   * @param text a UID, a container id with or without its runtime, whole or its first 12 characters, an address `10.52.0.7:10010` with or
   *   without `tcp://`, or the address of a pod
   */
  find(text: string): Alias | undefined {
    return this.#known().get(text.replace(/^[a-z-]+:\/\//, ''));
  }

  /** Adds what a log calls a thing; what objects say goes first. */
  put(text: string, key: ThingKey, by: AliasSort): void {
    const table = this.#known();
    for (const name of text.length > SHORT_ID && /^[0-9a-f]+$/.test(text) ? [text, text.slice(0, SHORT_ID)] : [text])
      if (name !== '' && !table.has(name)) table.set(name, { key, by });
  }

  #known(): Map<string, Alias> {
    this.#table ??= this.#read();
    return this.#table;
  }

  #read(): Map<string, Alias> {
    const table = new Map<string, Alias>();
    const put = (text: string | undefined, key: ThingKey, by: AliasSort): void => {
      if (text !== undefined && text !== '' && !table.has(text)) table.set(text, { key, by });
    };
    for (const kind of this.#kinds) {
      for (const object of this.#objects.list(kind)) {
        const key = this.#names.keyOf(object);
        put(textAt(object.content, 'metadata', 'uid'), key, 'uid');
        if (kind === 'Pod') putPod(object, key, put);
        if (kind === 'Engine.longhorn.io' || kind === 'Replica.longhorn.io') putInstance(object.content, key, put);
      }
    }
    for (const engine of this.#objects.list('Engine.longhorn.io')) putReplicas(engine.content, put);
    return table;
  }
}

type Put = (text: string | undefined, key: ThingKey, by: AliasSort) => void;

function putPod(pod: KubeObject, key: ThingKey, put: Put): void {
  const { content } = pod;
  // Pods on the network of their node share its address: it names none of them.
  if (valueAt(content, 'spec', 'hostNetwork') !== true && textAt(content, 'status', 'phase') !== 'Succeeded')
    put(textAt(content, 'status', 'podIP'), key, 'address');
  for (const list of CONTAINER_STATUSES) {
    for (const status of mapsAt(content, 'status', list)) {
      for (const id of [
        textAt(status, 'containerID'),
        textAt(status, 'lastState', 'terminated', 'containerID'),
        textAt(status, 'state', 'terminated', 'containerID'),
      ]) {
        const plain = id?.replace(/^[a-z-]+:\/\//, '');
        put(plain, key, 'container-id');
        put(plain?.slice(0, SHORT_ID), key, 'container-id');
      }
    }
  }
}

/** Engines and replicas listen at the address of their instance manager, each at a port of its own. */
function putInstance(content: KubeMap, key: ThingKey, put: Put): void {
  const port = valueAt(content, 'status', 'port');
  if (typeof port !== 'number' || port === 0) return;
  for (const field of ['storageIP', 'ip']) {
    const ip = textAt(content, 'status', field);
    if (ip !== undefined) put(`${ip}:${port}`, key, 'address');
  }
}

/** The addresses that an engine has for its replicas outlive the processes. */
function putReplicas(content: KubeMap, put: Put): void {
  for (const [part, field] of [
    ['status', 'currentReplicaAddressMap'],
    ['spec', 'replicaAddressMap'],
  ] as const) {
    const addresses = mapAt(content, part, field);
    for (const replica of Object.keys(addresses)) put(textAt(addresses, replica), `replica:${replica}`, 'address');
  }
}
