import type { Finding } from '../model/report.js';

/** Findings linked to one step. */
const MAX_LINKED = 3;

/**
 * The findings that say what holds a step up: those about the upgrade (and the node, when one is given), as far back as their causes go.
 * A harmless finding holds up nothing, a mere risk has not done so yet, and a finding about the cluster may only name the upgrade.
 * @param upgrade name of the upgrade or plan
 */
export function blockingFindings(
  findings: readonly Finding[],
  upgrade: string,
  node: string | undefined,
): readonly string[] {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const direct = findings.filter(
    (finding) => (finding.role === 'symptom' || finding.role === 'root-cause') && isAbout(finding, upgrade, node),
  );
  const roots = new Set<string>();
  for (const finding of direct) for (const root of rootsOf(finding, byId)) roots.add(root);
  // In the order of the report: the best root first.
  return findings
    .map(({ id }) => id)
    .filter((id) => roots.has(id))
    .slice(0, MAX_LINKED);
}

function isAbout({ entity, bindings }: Finding, upgrade: string, node: string | undefined): boolean {
  const binds = (name: string, value: string): boolean => [bindings[name] ?? []].flat().includes(value);
  if (node === undefined) return entity.name === upgrade && bindings['node'] === undefined;
  if (entity.name === upgrade) return binds('node', node);
  return entity.kind === 'Node' && entity.name === node && binds('upgrade', upgrade);
}

/** The findings at the beginning of what led to this one; itself when nothing did. */
function rootsOf(finding: Finding, byId: ReadonlyMap<string, Finding>): ReadonlySet<string> {
  const roots = new Set<string>();
  const seen = new Set<string>([finding.id]);
  for (const id of seen) {
    const causes = (byId.get(id)?.causedBy ?? []).filter((cause) => byId.has(cause));
    if (causes.length === 0) roots.add(id);
    for (const cause of causes) seen.add(cause);
  }
  return roots;
}
