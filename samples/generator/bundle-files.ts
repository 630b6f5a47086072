/** The files of a bundle while its layers are laid over one another. */

import type { JsonObject, KubernetesObject } from './json-object.js';
import { isJsonObject, mergePatch, metadataText } from './json-object.js';
import type { LogPlan, TimeSpan, ToldLine } from './log-traffic.js';
import { readYamlItems } from './yaml-list.js';

/** Content of one file: ready bytes, a list of objects, or a log to be generated. */
export type BundleFile =
  | { kind: 'bytes'; bytes: Buffer }
  | { kind: 'objects'; items: JsonObject[] }
  | { kind: 'log'; plan: LogPlan };

/** Resource names that are not the kind in lower case with an s. */
const IRREGULAR_RESOURCES: Readonly<Record<string, string>> = {
  Ingress: 'ingresses',
  StorageClass: 'storageclasses',
  PriorityClass: 'priorityclasses',
  NetworkAttachmentDefinition: 'network-attachment-definitions',
  Endpoints: 'endpoints',
};

/** Resource name of a kind, as in API paths. */
function resourceOf(kind: string): string {
  const irregular = IRREGULAR_RESOURCES[kind];
  if (irregular !== undefined) {
    return irregular;
  }
  const lower = kind.toLowerCase();
  return lower.endsWith('y') && !/[aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

/** Path of the list that holds an object: yamls/cluster/... or yamls/namespaced/<namespace>/.... */
function listPathOf(object: KubernetesObject): string {
  const namespace = metadataText(object, 'namespace');
  const scope = namespace === '' ? 'cluster' : `namespaced/${namespace}`;
  return `yamls/${scope}/${object.apiVersion}/${resourceOf(object.kind)}.yaml`;
}

/** All files of a bundle by path (without the top directory). */
export class BundleFiles {
  readonly files = new Map<string, BundleFile>();

  /** Adds objects to the lists they belong to. */
  addObjects(objects: Iterable<KubernetesObject>): void {
    for (const object of objects) {
      this.itemsOf(listPathOf(object)).push(object);
    }
  }

  /** Replaces or adds a file. */
  setBytes(path: string, bytes: Buffer): void {
    this.files.set(path, { kind: 'bytes', bytes });
  }

  /** Adds generated traffic of a log. */
  setLog(path: string, plan: LogPlan): void {
    this.files.set(path, { kind: 'log', plan });
  }

  /** Merges told lines into a log; a new path is a new log without traffic. */
  tellLines(path: string, told: readonly ToldLine[]): void {
    const file = this.files.get(path);
    const plan = file?.kind === 'log' ? file.plan : { traffic: [], once: [], share: 0, told: [], quiet: [] };
    this.setLog(path, { ...plan, told: [...plan.told, ...told] });
  }

  /** Silences the generated traffic of a log. */
  silence(path: string, span: TimeSpan): void {
    const file = this.files.get(path);
    if (file?.kind === 'log') {
      this.setLog(path, { ...file.plan, quiet: [...file.plan.quiet, span] });
    }
  }

  /** Merges each item into the item of the same name in the list at `path`; unknown names are added. */
  patchObjects(path: string, patches: readonly JsonObject[]): void {
    const items = this.itemsOf(path);
    for (const patch of patches) {
      const name = metadataText(patch, 'name');
      const at = items.findIndex((item) => metadataText(item, 'name') === name);
      const merged = mergePatch(items[at], patch);
      if (isJsonObject(merged)) {
        items.splice(at < 0 ? items.length : at, at < 0 ? 0 : 1, merged);
      }
    }
  }

  /** Removes one item of a list; tells whether it was there. */
  removeObject(path: string, name: string): boolean {
    const items = this.itemsOf(path);
    const at = items.findIndex((item) => metadataText(item, 'name') === name);
    if (at >= 0) {
      items.splice(at, 1);
    }
    return at >= 0;
  }

  private itemsOf(path: string): JsonObject[] {
    const file = this.files.get(path);
    if (file?.kind === 'objects') {
      return file.items;
    }
    const items = file?.kind === 'bytes' ? readYamlItems(file.bytes.toString('utf8'), path) : [];
    this.files.set(path, { kind: 'objects', items });
    return items;
  }
}
