import type { Instant } from '../../model/time.js';
import { mapsAt, textAt } from '../kube-path.js';
import type { ObjectSource } from './object-source.js';

/** When the bundle was taken, and by which statement. */
export interface BundleTime {
  readonly createdAt: Instant;
  readonly from: string;
}

/**
 * The time in a bundle's or top directory's name, UTC: `supportbundle_<id>_2022-03-22T23-49-32Z`,
 * `support-bundle-2022-12-21T12_34_56`, `host-2024-03-05_10_11_12`.
 */
export function timeInName(name: string): Instant | undefined {
  const match = /(\d{4})-(\d{2})-(\d{2})[T_](\d{2})[-_:](\d{2})[-_:](\d{2})/.exec(name);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * The newest sign of life in the objects: leases are renewed every few seconds and node conditions are refreshed within minutes,
 * so the newest of them is close before the collection.
 */
export function newestHeartbeat(objects: ObjectSource): Instant | undefined {
  let newest: Instant | undefined;
  const see = (text: string | undefined): void => {
    const time = text === undefined ? undefined : parseTime(text);
    if (time !== undefined && (newest === undefined || time > newest)) newest = time;
  };
  for (const lease of objects('Lease.coordination.k8s.io')) see(textAt(lease.content, 'spec', 'renewTime'));
  for (const node of objects('Node')) {
    for (const condition of mapsAt(node.content, 'status', 'conditions')) see(textAt(condition, 'lastHeartbeatTime'));
  }
  return newest;
}

/** An RFC 3339 time; undefined when the text is none. */
export function parseTime(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
