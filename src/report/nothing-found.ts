import type { Coverage } from '../model/report.js';
import type { Messages } from './messages/index.js';
import { formatCount } from './quantities.js';

/** What to say of a bundle in which no rule found anything. */
export interface NothingFound {
  readonly headline: string;
  readonly meaning: string;
  /** Whether most of what the rules describe was looked at: only that is a good sign. */
  readonly isReassuring: boolean;
}

/**
 * A bundle in which little could be judged must not read like one in which all is well.
 * @param hasGaps whether a part of the bundle itself is missing
 */
export function nothingFound({ evaluated, unknown }: Coverage, hasGaps: boolean, messages: Messages): NothingFound {
  if (evaluated === 0)
    return { headline: messages.nothingJudged, meaning: messages.nothingJudgedMeans, isReassuring: false };
  const meaning =
    unknown.length === 0
      ? messages.nothingMeans
      : messages.nothingOfJudgedMeans(formatCount(evaluated), formatCount(evaluated + unknown.length));
  return { headline: messages.nothing, meaning, isReassuring: evaluated > unknown.length && !hasGaps };
}
