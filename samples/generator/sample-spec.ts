/** The description of a sample: samples/<name>/sample.yaml, checked. */

import { parse } from 'yaml';
import { z } from 'zod';

const moment = z.iso.datetime().transform((text) => Date.parse(text));

const duration = z
  .string()
  .regex(/^\d+(\.\d+)?[smh]$/)
  .transform(
    (text) =>
      Number(text.slice(0, -1)) *
      { s: 1000, m: 60_000, h: 3_600_000 }[text.at(-1) === 's' ? 's' : text.at(-1) === 'm' ? 'm' : 'h'],
  );

const node = z.strictObject({
  name: z.string(),
  address: z.string(),
  roles: z.array(z.enum(['control-plane', 'etcd', 'worker'])),
  kubernetes: z.string().optional(),
  harvester: z.string().optional(),
  cordoned: z.boolean().default(false),
  ready: z.boolean().default(true),
  machine: z.boolean().default(true),
});

const virtualMachine = z.strictObject({
  name: z.string(),
  namespace: z.string(),
  node: z.string(),
  /** node that the volume is attached to, when it is not the node of the VM (an unfinished migration) */
  volumeNode: z.string().optional(),
  stopped: z.boolean().default(false),
  replicas: z.number().int().min(1).max(3).default(3),
  size: z.number().int().positive().default(40),
});

const sample = z.strictObject({
  title: z.string(),
  bundle: z.string(),
  packing: z.enum(['zip-with-node-zips', 'tar.gz']),
  createdAt: moment,
  hours: z.number().positive(),
  seed: z.number().int(),
  cluster: z.strictObject({
    harvester: z.string(),
    previous: z.string().nullable(),
    kubernetes: z.string(),
    longhorn: z.string(),
    kubevirt: z.string(),
    rancher: z.string(),
    nodes: z.array(node).min(1),
    vms: z.array(virtualMachine),
  }),
  remove: z.array(z.string()).default([]),
  quiet: z.array(z.strictObject({ path: z.string(), from: moment, until: moment })).default([]),
  repeat: z
    .array(
      z.strictObject({
        path: z.string(),
        from: moment,
        until: moment,
        every: duration,
        lines: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  expect: z.strictObject({
    roots: z.array(
      z.strictObject({ rule: z.string(), entity: z.strictObject({ kind: z.string(), name: z.string() }) }),
    ),
    chains: z.array(z.array(z.string())),
    absent: z.array(z.string()).default([]),
  }),
});

/** A checked sample.yaml; moments are milliseconds since the epoch, durations milliseconds, sizes of disks GiB. */
export type SampleSpec = z.infer<typeof sample>;
/** The cluster of a sample. */
export type ClusterSpec = SampleSpec['cluster'];
/** A node of the cluster. */
export type NodeSpec = ClusterSpec['nodes'][number];
/** A virtual machine of the cluster. */
export type VirtualMachineSpec = ClusterSpec['vms'][number];

/**
 * Reads sample.yaml.
 * @param path names the file in errors
 * @throws Error that names every wrong field
 */
export function readSampleSpec(text: string, path: string): SampleSpec {
  const result = sample.safeParse(parse(text, { version: '1.2' }));
  if (!result.success) {
    throw new Error(`${path}: ${z.prettifyError(result.error)}`);
  }
  return result.data;
}
