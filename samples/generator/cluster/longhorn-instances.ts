/** Where Longhorn's engines and replicas run: addresses and ports of instance-managers. */

import { hexOf, instanceManagerName } from '../identifiers.js';
import type { SampleSpec } from '../sample-spec.js';
import { podAddress } from './cluster-context.js';

/** Namespace of all Longhorn objects. */
export const LONGHORN_NAMESPACE = 'longhorn-system';
/** API version of all Longhorn objects. */
export const LONGHORN_API = 'longhorn.io/v1beta2';
/** Bytes of a gibibyte. */
export const GIB = 1024 ** 3;

/** Address of the instance-manager of a node. */
export function instanceManagerAddress(spec: SampleSpec, node: string): string {
  return podAddress(spec, node, `${LONGHORN_NAMESPACE}/${instanceManagerName(node)}`);
}

/** Port of a replica or engine in its instance-manager, 10000 to 10990. */
export function instancePort(name: string): number {
  return 10_000 + (Number.parseInt(hexOf(`port/${name}`, 3), 16) % 100) * 10;
}
