import type { KubeObject } from '../model/kube-object.js';
import type { ClockOffset } from '../model/report.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { fieldOf, memberOf, textOf } from '../rules/cel/values.js';
import { citeObject } from '../rules/signals/object-rows.js';

/** A healthy kubelet renews its lease every ten seconds (kubelet's nodeLeaseDurationSeconds 40, a quarter of it). */
const RENEWAL_MS = 10_000;
/** A node that has just died is Ready for so long, while its lease grows old: less is no proof of a slow clock. */
const DYING_MS = 60_000;
/** With fewer there is no telling which of them is wrong. */
const FEWEST_NODES = 3;

/**
 * The leases of a list were read at one moment, and each was renewed shortly before, by its node's clock. A node whose renewal lies apart
 * from those of the others has a clock that does.
 */
export function offsetsOfLeases(objects: ObjectIndex, language: 'en' | 'zh'): readonly ClockOffset[] {
  const byFile = new Map<string, { readonly lease: KubeObject; readonly renewed: number }[]>();
  for (const lease of objects.list('Lease.coordination.k8s.io')) {
    const renewed = Date.parse(textOf(memberOf(lease.content, 'spec.renewTime')));
    if (lease.namespace !== 'kube-node-lease' || Number.isNaN(renewed) || !isReady(objects, lease.name)) continue;
    byFile.set(lease.path, [...(byFile.get(lease.path) ?? []), { lease, renewed }]);
  }
  return [...byFile.values()].flatMap((leases) => {
    if (leases.length < FEWEST_NODES) return [];
    const sorted = leases.map(({ renewed }) => renewed).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return leases.flatMap(({ lease, renewed }): ClockOffset[] => {
      const apart = renewed - median;
      if (apart <= 2 * RENEWAL_MS && apart >= -DYING_MS) return [];
      const value = textOf(memberOf(lease.content, 'spec.renewTime'));
      return [
        {
          node: lease.name,
          offsetMs: apart,
          uncertaintyMs: RENEWAL_MS,
          why:
            language === 'zh'
              ? `其节点租约的续约时间与其他 ${leases.length - 1} 个就绪节点相差如此之多`
              : `its lease was renewed that far from those of the ${leases.length - 1} other Ready nodes, which were read at the same moment`,
          evidence: [{ ...citeObject(lease), field: 'spec.renewTime', value }],
        },
      ];
    });
  });
}

function isReady(objects: ObjectIndex, node: string): boolean {
  const conditions = memberOf(objects.get('Node', node)?.content, 'status.conditions');
  return (
    Array.isArray(conditions) &&
    conditions.some(
      (condition) => textOf(fieldOf(condition, 'type')) === 'Ready' && textOf(fieldOf(condition, 'status')) === 'True',
    )
  );
}
