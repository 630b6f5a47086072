import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A rule pack of two rules about pods, in which only `test-pod-failed` is a fault. */
export const pack = {
  'pack/test/test-pod-failed.yaml': rule('test-pod-failed', 'Failed', 'severity: error\nrole: root-cause'),
  'pack/test/test-pod-waits.yaml': rule('test-pod-waits', 'Pending', 'severity: info\nrole: benign'),
};

/** A folder with the rule pack (`pack`) and bundles: `failed`, `waiting`, `healthy`, and `large`, a file of which is over 1 kB. */
export async function writeBundles(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bundlescope-cli-'));
  const pods = 'yamls/namespaced/default/v1/pods.yaml';
  await writeFiles(folder, {
    ...pack,
    ...Object.fromEntries(
      ['failed', 'waiting', 'healthy', 'large'].map((bundle) => [
        `${bundle}/metadata.yaml`,
        'bundlecreatedat: "2025-03-05T04:48:00Z"\n',
      ]),
    ),
    [`failed/${pods}`]: pod('Failed'),
    [`waiting/${pods}`]: pod('Pending'),
    [`healthy/${pods}`]: pod('Running'),
    [`large/${pods}`]: pod('Failed'),
    'large/yamls/namespaced/other/v1/pods.yaml': `${pod('Failed')}# ${'x'.repeat(1000)}\n`,
    'not-a-bundle.bin': 'no archive',
  });
  return folder;
}

/** Writes files below a folder, with the folders they need. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

function pod(phase: string): string {
  return `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata:
    name: web
    namespace: default
  status:
    phase: ${phase}
`;
}

function rule(id: string, phase: string, weight: string): string {
  return `id: ${id}
title: Pod {pod} is ${phase}
component: test
${weight}
entity: pod
signals:
  phase:
    object: Pod
    where: self.status.phase == "${phase}"
    bind: { pod: ref(self) }
    cite: [status.phase]
when:
  high: [phase]
explanation: It is ${phase}.
remediation:
  - step: Look at it.
    command: kubectl describe pod
references: [https://kubernetes.io/docs/concepts/workloads/pods/]
zh:
  title: Pod {pod} 的状态为 ${phase}
`;
}
