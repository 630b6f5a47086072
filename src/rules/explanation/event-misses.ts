import type { MissGroup } from '../../model/explanation.js';
import type { CompiledSignal } from '../compile-rule.js';
import type { EventSignal } from '../rule.js';
import type { ClusterEvent } from '../signals/cluster-events.js';
import { citeEvent, selectEvent } from '../signals/event-lines.js';
import type { ConditionProbe } from './condition-probe.js';
import { literalsWanted, patternsWanted } from './condition-words.js';
import { MissTally } from './miss-tally.js';

/** Events about the signal's kinds that fail one of its words, by the first that fails. */
export function eventMisses(
  signal: CompiledSignal<EventSignal>,
  events: readonly ClusterEvent[],
  probe: ConditionProbe,
): readonly MissGroup[] {
  const tally = new MissTally();
  const { contains, match, reasons } = signal.signal;
  const literals = contains === undefined ? '' : literalsWanted(contains);
  const words = {
    reason: { condition: reasons.join(' or '), nearness: -3 },
    literal: { condition: literals, nearness: -2 },
    pattern: { condition: patternsWanted(match), nearness: -1 },
  };
  for (const event of events) {
    const selected = selectEvent(signal, event);
    const citation = (): ReturnType<typeof citeEvent> => citeEvent(event);
    if ('failed' in selected) {
      if (selected.failed === 'kind') continue;
      const { condition, nearness } = words[selected.failed];
      const values = selected.failed === 'reason' ? [{ expression: 'event.reason', value: event.reason }] : [];
      tally.add({ failed: selected.failed, condition, nearness, values, citation });
      continue;
    }
    const failure = probe.failure(signal.where, selected.variables);
    if (failure === undefined) continue;
    const { condition, met, values } = failure;
    tally.add({ failed: 'where', condition, nearness: met, values, citation });
  }
  return tally.groups();
}
