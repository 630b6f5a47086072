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

/** A signal in words: what it looks at, then one line for each condition. */
export interface SignalWords {
  readonly subject: string;
  readonly conditions: readonly string[];
}

/** Says what a signal asks of the bundle. Expressions and patterns stay as they are in the rule. */
export function signalWords(signal: Signal): SignalWords {
  switch (signal.kind) {
    case 'log':
      return lineWords(`log lines of ${list(signal.sources, 'or')}`, signal);
    case 'file':
      return lineWords(`lines of the file ${list(signal.sources, 'or')}`, signal);
    case 'event':
      return eventWords(signal);
    case 'object':
      return {
        subject: `objects of kind ${signal.resource}`,
        conditions: [
          ...(signal.each === undefined ? [] : [`each item of ${signal.each}`]),
          ...signal.where.map((expression) => `where ${expression}`),
          ...rowConditions(signal),
        ],
      };
    case 'join':
      return joinWords(signal);
    case 'count':
      return {
        subject: `numbers: ${[...signal.counts].map(([name, counted]) => `${name} = ${countedWords(counted)}`).join(', ')}`,
        conditions: [...signal.where.map((expression) => `where ${expression}`), ...perCondition(signal.per)],
      };
  }
}

function lineWords(source: string, signal: LineSignal): SignalWords {
  return {
    subject: `${source} with ${literals(signal.contains)}`,
    conditions: [...textConditions(signal), ...timeConditions(signal)],
  };
}

function eventWords(signal: EventSignal): SignalWords {
  const about = signal.about.includes('*') ? 'events' : `events about ${list(signal.about, 'or')}`;
  const reason = signal.reasons.length === 0 ? '' : ` with reason ${list(signal.reasons, 'or')}`;
  const text = signal.contains === undefined ? '' : ` with ${literals(signal.contains)}`;
  return { subject: about + reason + text, conditions: [...textConditions(signal), ...timeConditions(signal)] };
}

function joinWords(signal: JoinSignal): SignalWords {
  const without = signal.without.length === 0 ? '' : `, without ${list(signal.without, 'and')}`;
  return {
    subject: `${list(signal.join, 'and')} together${without}`,
    conditions: [...signal.where.map((expression) => `where ${expression}`), ...rowConditions(signal)],
  };
}

function countedWords({ signal, binding }: CountedSignal): string {
  return binding === undefined ? `rows of ${signal}` : `different ${binding} of ${signal}`;
}

function literals({ mode, texts }: Literals): string {
  return list(
    texts.map((text) => JSON.stringify(text)),
    mode === 'all' ? 'and' : 'or',
  );
}

function textConditions({ match, where }: LineSignal | EventSignal): string[] {
  const patterns = match.length === 0 ? [] : [`matching ${match.join('  or  ')}`];
  return [...patterns, ...where.map((expression) => `where ${expression}`)];
}

function timeConditions(words: LineWords): string[] {
  const { atLeast, within, lasting, untilEnd } = words;
  return [
    ...(within === undefined
      ? []
      : [`${atLeast === undefined ? '' : `at least ${atLeast} `}within ${durationWords(within)}`]),
    ...rowConditions(within === undefined ? words : { ...words, atLeast: undefined }),
    ...(lasting === undefined ? [] : [`for at least ${durationWords(lasting)}`]),
    ...(untilEnd === undefined ? [] : [`still in the last ${durationWords(untilEnd)} of the log`]),
    ...otherCondition('after', words.after),
    ...otherCondition('before', words.before),
    ...otherCondition('unless followed by', words.unlessFollowedBy),
  ];
}

function rowConditions({ per, atLeast, atMost, distinct }: RowWords): string[] {
  return [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ...[...distinct].map(([binding, count]) => `at least ${count} different ${binding}`),
    ...perCondition(per),
  ];
}

function perCondition(per: readonly string[] | undefined): string[] {
  return per === undefined || per.length === 0 ? [] : [`counted for each ${list(per, 'and')}`];
}

function otherCondition(relation: string, other: OtherSignal | undefined): string[] {
  if (other === undefined) return [];
  return [`${relation} ${other.signal}${other.within === undefined ? '' : ` within ${durationWords(other.within)}`}`];
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

function list(items: readonly string[], word: 'and' | 'or'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
