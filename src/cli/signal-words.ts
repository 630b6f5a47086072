import type {
  CountedSignal,
  EventSignal,
  JoinSignal,
  LineSignal,
  LineWords,
  Literals,
  OtherSignal,
  RowWords,
  Signal,
} from '../rules/rule.js';
import type { SignalMessages } from './signal-messages.js';

/** A signal in words: what it looks at, then one line for each condition. */
export interface SignalWords {
  readonly subject: string;
  readonly conditions: readonly string[];
}

/** Says what a signal asks of the bundle. Expressions and patterns stay as they are in the rule. */
export function signalWords(signal: Signal, says: SignalMessages): SignalWords {
  switch (signal.kind) {
    case 'log':
      return {
        subject: says.logLines(says.or(signal.sources), literals(signal.contains, says)),
        conditions: lineConditions(signal, says),
      };
    case 'file':
      return {
        subject: says.fileLines(says.or(signal.sources), literals(signal.contains, says)),
        conditions: lineConditions(signal, says),
      };
    case 'event':
      return eventWords(signal, says);
    case 'object':
      return {
        subject: says.objects(signal.resource),
        conditions: [
          ...(signal.each === undefined ? [] : [says.eachItem(signal.each)]),
          ...signal.where.map(says.where),
          ...rowConditions(signal, says),
        ],
      };
    case 'join':
      return joinWords(signal, says);
    case 'count': {
      const counts = [...signal.counts].map(([name, counted]) => `${name} = ${countedWords(counted, says)}`);
      return {
        subject: says.numbers(counts.join(', ')),
        conditions: [...signal.where.map(says.where), ...perCondition(signal.per, says)],
      };
    }
  }
}

function lineConditions(signal: LineSignal | EventSignal, says: SignalMessages): string[] {
  return [...textConditions(signal, says), ...timeConditions(signal, says)];
}

function eventWords(signal: EventSignal, says: SignalMessages): SignalWords {
  const about = signal.about.includes('*') ? says.events : says.eventsAbout(says.or(signal.about));
  const reason = signal.reasons.length === 0 ? '' : says.withReason(says.or(signal.reasons));
  const text = signal.contains === undefined ? '' : says.withText(literals(signal.contains, says));
  return { subject: about + reason + text, conditions: lineConditions(signal, says) };
}

function joinWords(signal: JoinSignal, says: SignalMessages): SignalWords {
  const without = signal.without.length === 0 ? '' : says.without(says.and(signal.without));
  return {
    subject: says.together(says.and(signal.join)) + without,
    conditions: [...signal.where.map(says.where), ...rowConditions(signal, says)],
  };
}

function countedWords({ signal, binding }: CountedSignal, says: SignalMessages): string {
  return binding === undefined ? says.rowsOf(signal) : says.differentOf(binding, signal);
}

function literals({ mode, texts }: Literals, says: SignalMessages): string {
  const quoted = texts.map((text) => JSON.stringify(text));
  return mode === 'all' ? says.and(quoted) : says.or(quoted);
}

function textConditions({ match, where }: LineSignal | EventSignal, says: SignalMessages): string[] {
  const patterns = match.length === 0 ? [] : [says.matching(match)];
  return [...patterns, ...where.map(says.where)];
}

function timeConditions(words: LineWords, says: SignalMessages): string[] {
  const { within, lasting, untilEnd } = words;
  return [
    ...(within === undefined ? [] : [withinWords(words.atLeast, durationWords(within), says)]),
    ...rowConditions(within === undefined ? words : { ...words, atLeast: undefined }, says),
    ...(lasting === undefined ? [] : [says.lasting(durationWords(lasting))]),
    ...(untilEnd === undefined ? [] : [says.stillInLast(durationWords(untilEnd))]),
    ...otherCondition(says.after, words.after),
    ...otherCondition(says.before, words.before),
    ...otherCondition(says.unlessFollowedBy, words.unlessFollowedBy),
    ...otherCondition(says.unlessPrecededBy, words.unlessPrecededBy),
  ];
}

function withinWords(atLeast: number | undefined, duration: string, says: SignalMessages): string {
  return atLeast === undefined ? says.within(duration) : says.atLeastWithin(String(atLeast), duration);
}

function rowConditions({ per, atLeast, atMost, distinct, newest }: RowWords, says: SignalMessages): string[] {
  return [
    ...(atLeast === undefined ? [] : [says.atLeast(String(atLeast))]),
    ...(atMost === undefined ? [] : [says.atMost(String(atMost))]),
    ...[...distinct].map(([binding, count]) => says.atLeastDifferent(String(count), binding)),
    ...(newest === undefined ? [] : [says.newest(String(newest))]),
    ...perCondition(per, says),
  ];
}

function perCondition(per: readonly string[] | undefined, says: SignalMessages): string[] {
  return per === undefined || per.length === 0 ? [] : [says.perEach(says.and(per))];
}

function otherCondition(
  words: (signal: string, within: string | undefined) => string,
  other: OtherSignal | undefined,
): string[] {
  if (other === undefined) return [];
  return [words(other.signal, other.within === undefined ? undefined : durationWords(other.within))];
}

/** @param milliseconds as a rule can write it: whole seconds, minutes, hours or days */
function durationWords(milliseconds: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const;
  const unit = units.find(([, size]) => milliseconds % size === 0);
  return unit === undefined ? `${milliseconds / 1000}s` : `${milliseconds / unit[1]}${unit[0]}`;
}
