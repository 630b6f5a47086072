import type { Finding, UpgradeSummary } from '../model/report.js';
import { harvesterUpgrade } from './harvester-upgrade.js';
import { mixedKubelets } from './mixed-kubelets.js';
import { planUpgrade } from './plan-upgrade.js';
import type { UpgradeFacts } from './upgrade-facts.js';

/**
 * Tells the newest upgrade: where it and each of its nodes stand, since when, what they wait for, who acts next, and which findings say
 * what is in the way. Every statement carries a citation; what the bundle does not prove is left out.
 * @param stated what the newest Upgrade object of Harvester states, if there is one
 * @param findings of the report, for what holds a step up
 * @returns undefined when the bundle shows no upgrade
 */
export function tellUpgrade(
  stated: UpgradeSummary | undefined,
  facts: UpgradeFacts,
  findings: readonly Finding[],
): UpgradeSummary | undefined {
  if (stated !== undefined) return harvesterUpgrade(stated, facts, findings);
  return planUpgrade(facts, findings) ?? mixedKubelets(facts);
}
