import type { Confidence, ConfidenceReason, Finding } from '../model/report.js';
import type { Messages } from './messages/index.js';

/** Signals named of each sort; a level with its reasons is one line. */
const SIGNALS_NAMED = 3;

/**
 * How sure a finding is, and why: `medium: found io error; not found: engines`. What a sure finding could not be looked at for
 * does not matter any more.
 * @param most signals that are named of each sort
 */
export function confidenceText(
  level: Confidence,
  { reasons = [], confidence }: Finding,
  messages: Messages,
  most: number = SIGNALS_NAMED,
): string {
  const word = messages.confidence[level];
  // A root may be less sure than its own finding: then its signals do not say why.
  if (confidence !== level) return word;
  const parts = reasonTexts(reasons, messages, most);
  return parts.length === 0 ? word : `${word}: ${parts.join('; ')}`;
}

/** What signals say, one text for each sort. @param most signals that are named of each sort */
export function reasonTexts(
  reasons: readonly ConfidenceReason[],
  messages: Messages,
  most: number = SIGNALS_NAMED,
): readonly string[] {
  const named = (state: ConfidenceReason['state']): string => {
    const signals = reasons.filter((reason) => reason.state === state).map(({ signal }) => signal.replaceAll('-', ' '));
    const more = signals.length - most;
    return [...signals.slice(0, most), ...(more > 0 ? [messages.more(String(more))] : [])].join(', ');
  };
  return (['found', 'against', 'absent', 'unknown'] as const).flatMap((state) => {
    const signals = named(state);
    return signals === '' ? [] : [messages.reason[state](signals)];
  });
}
