/** What all builders of cluster objects share: the description, moments of the cluster's life, metadata. */

import { hexOf, uuidOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';

const DAY = 86_400_000;

/** Days between the installation of the sample clusters and their bundle. */
export const CLUSTER_AGE_DAYS = 143;
/** Days between the start of the current pods (the past upgrade) and the bundle. */
export const POD_AGE_DAYS = 41;

/** Options of {@link newObject}. */
interface ObjectOptions {
  namespace?: string;
  labels?: JsonObject;
  annotations?: JsonObject;
  finalizers?: string[];
  owner?: { apiVersion: string; kind: string; name: string };
  /** age at the bundle's time */
  ageDays?: number;
  generation?: number;
  /** fields beside metadata */
  body: JsonObject;
}

/** The moment `days` before the bundle, RFC 3339 in whole seconds. */
export function daysAgo(spec: SampleSpec, days: number): string {
  return secondsText(spec.createdAt - days * DAY);
}

/** The moment `minutes` before the bundle, RFC 3339 in whole seconds. */
export function minutesAgo(spec: SampleSpec, minutes: number): string {
  return secondsText(spec.createdAt - minutes * 60_000);
}

function secondsText(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}

/** An object with the metadata the API server would have given it; ids depend on kind, namespace and name only. */
export function newObject(
  spec: SampleSpec,
  apiVersion: string,
  kind: string,
  name: string,
  options: ObjectOptions,
): KubernetesObject {
  const identity = `${kind}/${options.namespace ?? ''}/${name}`;
  const ageDays = options.ageDays ?? CLUSTER_AGE_DAYS;
  // Objects made in the same minute still differ in their seconds.
  const spread = Number.parseInt(hexOf(identity, 4), 16) % 600;
  const metadata: JsonObject = {
    creationTimestamp: secondsText(spec.createdAt - ageDays * DAY + spread * 1000),
    name,
    resourceVersion: String(60_000_000 + (Number.parseInt(hexOf(`rv/${identity}`, 6), 16) % 29_000_000)),
    uid: uuidOf(identity),
  };
  for (const field of ['namespace', 'labels', 'annotations', 'finalizers', 'generation'] as const) {
    const value = options[field];
    if (value !== undefined) {
      metadata[field] = value;
    }
  }
  if (options.owner !== undefined) {
    const { apiVersion: ownerVersion, kind: ownerKind, name: ownerName } = options.owner;
    const ownerNamespace = ownerKind === 'Node' ? '' : (options.namespace ?? '');
    metadata.ownerReferences = [
      {
        apiVersion: ownerVersion,
        blockOwnerDeletion: true,
        controller: true,
        kind: ownerKind,
        name: ownerName,
        uid: uuidOf(`${ownerKind}/${ownerNamespace}/${ownerName}`),
      },
    ];
  }
  return { apiVersion, kind, metadata, ...options.body };
}

/** A condition with an age; `reason` and `message` may be ''. */
export function condition(
  spec: SampleSpec,
  type: string,
  status: string,
  reason: string,
  message: string,
  ageDays = POD_AGE_DAYS,
): JsonObject {
  const built: JsonObject = { lastTransitionTime: daysAgo(spec, ageDays), status, type };
  if (reason !== '') {
    built.reason = reason;
  }
  if (message !== '') {
    built.message = message;
  }
  return built;
}

/** A condition as Rancher's controllers write it, reached when the present version was installed. */
export function milestone(spec: SampleSpec, type: string, status = 'True'): JsonObject {
  return { lastUpdateTime: daysAgo(spec, POD_AGE_DAYS), message: '', reason: '', status, type };
}

/** Tells whether a node runs the control plane. */
export function isControlPlane(node: NodeSpec): boolean {
  return node.roles.includes('control-plane');
}

/** Nodes that take new pods: those that are not cordoned, or all when every one is. */
export function schedulableNodes(spec: SampleSpec): NodeSpec[] {
  const open = spec.cluster.nodes.filter((node) => !node.cordoned);
  return open.length > 0 ? open : spec.cluster.nodes;
}

/** Position of a node in the cluster, from 0; 0 for an unknown name. */
export function nodeIndex(spec: SampleSpec, name: string): number {
  return Math.max(
    0,
    spec.cluster.nodes.findIndex((node) => node.name === name),
  );
}

/** A pod address of a node: 10.52.<node>.<5..244>, derived from the pod's identity. */
export function podAddress(spec: SampleSpec, node: string, identity: string): string {
  return `10.52.${nodeIndex(spec, node)}.${5 + (Number.parseInt(hexOf(`ip/${identity}`, 4), 16) % 240)}`;
}
