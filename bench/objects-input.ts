import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import {
  engine,
  event,
  HASH,
  type JsonMap,
  LONGHORN_REPLICAS,
  NAME,
  NAMESPACE,
  NODE,
  pod,
  replica,
  UID,
  volume,
} from './object-templates.js';

/** How many objects of each kind the cluster has. */
export interface ObjectCounts {
  readonly pods: number;
  readonly events: number;
  /** Each with its engine and three replicas. */
  readonly volumes: number;
}

/** The cluster of the benchmark: about 115 MB of YAML. */
export const LARGE_CLUSTER: ObjectCounts = { pods: 5000, events: 20_000, volumes: 1000 };

/** A file of the bundle: `yamls/namespaced/<namespace>/<group/version>/<kind>.yaml`, a list as support-bundle-kit writes it. */
export interface ObjectListFile {
  readonly path: string;
  readonly text: string;
}

const NAMESPACES = 20;
const NODES = 50;

/** Lists of pods, events, volumes, engines and replicas, in the same text on every run. */
export function* objectLists(counts: ObjectCounts): Generator<ObjectListFile> {
  for (let index = 0; index < NAMESPACES; index++) {
    const namespace = `team-${index}`;
    const path = `yamls/namespaced/${namespace}/v1`;
    const share = (count: number): number =>
      Math.floor((count * (index + 1)) / NAMESPACES) - Math.floor((count * index) / NAMESPACES);
    yield { path: `${path}/pods.yaml`, text: listOf(pod(), share(counts.pods), namespace, 'web') };
    yield { path: `${path}/events.yaml`, text: listOf(event(), share(counts.events), namespace, 'web') };
  }
  const path = 'yamls/namespaced/longhorn-system/longhorn.io/v1beta2';
  for (const [file, template, count] of [
    ['volumes', volume(), counts.volumes],
    ['engines', engine(), counts.volumes],
    ['replicas', replica(), counts.volumes * LONGHORN_REPLICAS],
  ] as const) {
    yield { path: `${path}/${file}.yaml`, text: listOf(template, count, 'longhorn-system', 'pvc') };
  }
}

/** A template is written once; every object is a copy of its text with other names. */
export function templateText(template: JsonMap): string {
  return stringify([template], { indentSeq: false, lineWidth: 80, sortMapEntries: true, aliasDuplicateObjects: false });
}

/** A list as support-bundle-kit writes it, of items that {@link filled} made. */
export function listText(items: readonly string[]): string {
  return `apiVersion: v1\nitems:${items.length === 0 ? ' []' : ''}\n${items.join('')}kind: List\nmetadata:\n  resourceVersion: "71234567"\n`;
}

const MARKS = new RegExp([NAME, NAMESPACE, NODE, HASH, UID].join('|'), 'g');

/** The text of a template as that of one object. @param hash 64 digits that no other object has */
export function filled(text: string, name: string, namespace: string, node: string, hash: string): string {
  const uid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  const values = new Map([
    [NAME, name],
    [NAMESPACE, namespace],
    [NODE, node],
    [HASH, hash],
    [UID, uid],
  ]);
  return text.replace(MARKS, (mark) => values.get(mark) ?? mark);
}

/** 64 digits for an object. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function listOf(template: JsonMap, count: number, namespace: string, prefix: string): string {
  const text = templateText(template);
  const items = Array.from({ length: count }, (_, index) => {
    const hash = hashOf(`${namespace} ${prefix} ${index}`);
    return filled(text, `${prefix}-${hash.slice(0, 10)}-${index}`, namespace, `node-${index % NODES}`, hash);
  });
  return listText(items);
}
