import type { Explanation, VersionCheck } from '../../model/explanation.js';
import { SignalAnswers } from '../answer-signals.js';
import { versionInRange } from '../cel/version.js';
import type { CollectedFacts } from '../collected-facts.js';
import type { CompiledRule } from '../compile-rule.js';
import type { ConditionProbe } from './condition-probe.js';
import { explainSignal, type SignalFacts } from './explain-signal.js';
import { explainTiers } from './explain-tiers.js';

/**
 * Says how a rule comes to its result on what was gathered from a bundle: its versions, its signals in the order of its file, its tiers.
 * @param lines what only reading the bundle can tell of the lines of `log` and `file` signals, and the words to say it in
 */
export function explainRule(
  rule: CompiledRule,
  facts: CollectedFacts,
  probe: ConditionProbe,
  lines: Pick<SignalFacts, 'lineMissesOf' | 'linesOutsideOf' | 'words'>,
): Pick<Explanation, 'applies' | 'tiers' | 'signals'> {
  const answers = new SignalAnswers(rule, facts, () => undefined);
  const context: SignalFacts = { facts, answers, probe, ...lines };
  const order = [...rule.rule.signals.keys()];
  const signals = [...rule.signals].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return {
    applies: versionChecks(rule, facts),
    tiers: explainTiers(rule, facts, answers),
    signals: signals.map((signal) => explainSignal(rule, signal, context)),
  };
}

function versionChecks({ rule }: CompiledRule, facts: CollectedFacts): readonly VersionCheck[] {
  return [...rule.applies].map(([product, range]) => {
    const version = facts.versionOf(product);
    const inRange = version === undefined ? undefined : versionInRange(version, range);
    const holds = inRange === undefined ? 'unknown' : inRange ? 'yes' : 'no';
    return { product, range, ...(version === undefined ? {} : { version }), holds };
  });
}
