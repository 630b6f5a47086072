import type { PossibleCause } from '../model/report.js';
import { firstPlace } from './citation-text.js';
import { reasonTexts } from './confidence-text.js';
import type { Messages } from './messages/index.js';
import { formatCount } from './quantities.js';

/** Missing sources told before the rest is only counted. */
const QUESTIONS_SHOWN = 4;
/** Causes named with one missing source, or as not seen. */
const CAUSES_NAMED = 3;

/**
 * What would settle the cause of an unexplained failure, one text each: causes that show signs, then each missing source with the
 * causes it would tell of, then what was looked for in vain. Causes that show signs are told with these, with what speaks against them or
 * is missing, and with the place where to look.
 */
export function openQuestions(
  causes: readonly PossibleCause[],
  messages: Messages,
  topDirectory: string,
): readonly string[] {
  const unsure = causes
    .filter(({ verdict }) => verdict === 'unsure')
    .map((cause) => {
      const details = signsOf(cause, messages, topDirectory);
      return details === '' ? messages.maybe(cause.title) : messages.maybeWith(cause.title, details);
    });
  const byMissing = new Map<string, string[]>();
  for (const { verdict, title, missing } of causes) {
    const [first] = missing;
    if (verdict !== 'not-judged' || first === undefined) continue;
    byMissing.set(first, [...(byMissing.get(first) ?? []), title]);
  }
  const settled = [...byMissing]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([missing, titles]) => messages.wouldTell(missing, someOf(titles, messages)));
  const shown = [...unsure, ...settled].slice(0, QUESTIONS_SHOWN);
  const more = unsure.length + settled.length - shown.length;
  const seenNowhere = causes.filter(({ verdict }) => verdict === 'not-found' || verdict === 'unrelated');
  return [
    ...shown,
    ...(more > 0 ? [messages.more(formatCount(more))] : []),
    ...(seenNowhere.length === 0
      ? []
      : [
          messages.ruledOut(
            someOf(
              seenNowhere.map(({ title }) => title),
              messages,
            ),
          ),
        ]),
  ];
}

function signsOf({ reasons = [], missing, evidence = [] }: PossibleCause, messages: Messages, top: string): string {
  const place = firstPlace(evidence, top);
  // Why a signal could not be looked at is told by what is missing.
  const known = reasons.filter(({ state }) => state !== 'unknown');
  return [...reasonTexts(known, messages), ...missing.slice(0, 1), ...(place === undefined ? [] : [place])].join('; ');
}

function someOf(titles: readonly string[], messages: Messages): string {
  const more = titles.length - CAUSES_NAMED;
  return [...titles.slice(0, CAUSES_NAMED), ...(more > 0 ? [messages.more(formatCount(more))] : [])].join('; ');
}
