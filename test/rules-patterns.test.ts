import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { buildRuleCache } from '../src/rules/build-rule-cache.js';
import { extractFirst, firstMatch, isMatch } from '../src/rules/cel/regex.js';
import { literalBeginning, matchSteps, matchStepsOnce } from '../src/rules/patterns/match-steps.js';
import { isCheapIn, nativePattern } from '../src/rules/patterns/native-pattern.js';
import { type PatternNode, parsePattern } from '../src/rules/patterns/parse-pattern.js';

interface Found {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

function byRe2(pattern: string, text: string): Found | undefined {
  const matcher = RE2JS.compile(pattern).matcher(text);
  if (!matcher.find()) return undefined;
  const groups = Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1) ?? undefined);
  return { start: matcher.start(), end: matcher.end(), groups };
}

function byV8(source: string, text: string): Found | undefined {
  const match = new RegExp(source).exec(text);
  if (match === null) return undefined;
  return { start: match.index, end: match.index + match[0].length, groups: match.slice(1) };
}

/** Characters that the patterns below tell apart, with those that JavaScript and RE2 class differently. */
const LETTERS = [
  'a',
  'b',
  'B',
  '1',
  '-',
  '_',
  ' ',
  '\n',
  '\r',
  '\v',
  '\t',
  '\u00a0',
  '\u2028',
  'é',
  'ſ',
  'K',
  'k',
  's',
  '.',
  '"',
];

const set = fc.constantFrom(
  ...['a', 'b', 'k', 's', '1', '-', 'é', '\\.', '"', ' ', '.', '\\d', '\\w', '\\s', '\\S', '\\D', '\\W', '\\n'],
  ...['[ab]', '[^a]', '[a-c1-]', '[\\w.-]', '[^\\s"]', '[\\d:.]'],
);
const count = fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,3}?', '{2,}');
const patterns = fc.letrec<{ any: string; sequence: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    set,
    fc.tuple(set, count).map(([a, b]) => a + b),
    fc.constantFrom('^', '$', '\\b', '\\B'),
    tie('any').map((inner) => `(${inner})`),
    tie('any').map((inner) => `(?:${inner})`),
    fc.tuple(tie('any'), count).map(([inner, times]) => `(?:${inner})${times}`),
    fc.tuple(tie('any'), fc.constantFrom('?', '??', '*')).map(([inner, times]) => `(${inner})${times}`),
  ),
  sequence: fc.array(tie('part'), { minLength: 0, maxLength: 5 }).map((parts) => parts.join('')),
  any: fc.oneof(
    { maxDepth: 3 },
    tie('sequence'),
    fc.array(tie('sequence'), { minLength: 2, maxLength: 3 }).map((parts) => parts.join('|')),
  ),
}));
const flagged = fc
  .tuple(fc.constantFrom('', '', '', '(?i)', '(?s)'), patterns.any)
  .map(([flags, body]) => flags + body);
const texts = fc.array(fc.constantFrom(...LETTERS), { maxLength: 12 }).map((letters) => letters.join(''));

function isRe2(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

describe('a pattern that V8 matches', () => {
  it('is found where RE2 finds it, with the same groups', () => {
    let compared = 0;
    fc.assert(
      fc.property(flagged, fc.array(texts, { minLength: 5, maxLength: 5 }), (pattern, samples) => {
        const parsed = isRe2(pattern) ? nativePattern(pattern) : undefined;
        if (parsed === undefined) return;
        compared++;
        for (const text of samples) expect(byV8(parsed.source, text)).toStrictEqual(byRe2(pattern, text));
      }),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  const builtin = [...buildRuleCache().patterns];

  it('is found where RE2 finds it in what the builtin rules look for', () => {
    fc.assert(
      fc.property(fc.constantFrom(...builtin), fc.infiniteStream(fc.nat()), ([pattern, native], choices) => {
        const parsed = parsePattern(pattern);
        if (native === undefined || parsed === undefined) return;
        const text = textLike(parsed.root, () => choices.next().value ?? 0);
        expect(byV8(native.source, text)).toStrictEqual(byRe2(pattern, text));
      }),
      { numRuns: 4_000 },
    );
  });

  it('is most of those of the builtin rules', () => {
    const left = builtin.filter(([, native]) => native === undefined);
    expect(left.length).toBeLessThan(builtin.length / 4);
  });

  it.each([
    '(a+)+$',
    '(?:a+)+$',
    '(?:a|a)*b',
    '(?:a|ab)*c',
    '(?:.*a){20}',
    '^(?:\\w+\\s?)*$',
    '^(?:a?){30}a{30}$',
    '(?:x+x+)+y',
    '(?:a*)*b',
    '(?:[a-z]+)*[0-9]',
    '^(?:[a-zA-Z0-9]+\\.?)+@',
    '(?:(?:a{1,9}){1,9}){1,9}b',
    '.*.*.*.*x',
    '(?:a|b|ab)*c',
  ])('is none that can take exponentially long, nor a high power of the length: %s', (pattern) => {
    expect(isRe2(pattern)).toBe(true);
    expect(nativePattern(pattern)).toBeUndefined();
  });

  it.each(['a.*b', '"[^"]+".*x', '\\w+-\\w+$', '.+-e-[0-9a-z]+'])(
    'is matched in short texts only when it takes a power of the length: %s',
    (pattern) => {
      const { maxLength } = nativePattern(pattern) ?? expect.fail('is left to RE2');
      expect(maxLength).toBeLessThan(16_384);
    },
  );

  it('may loop over what begins apart', () => {
    expect(byV8(nativePattern('(?:a|b)*')?.source ?? '', 'abc')?.end).toBe(2);
  });

  it.each(['(a)*', '(?:(a)|b)*', '(?:a*)*', 'a(?i)b', '\\pL', '[[:alpha:]]', '(?i)[a-z]', '\\Aa', '😀'])(
    'is none that means something else in JavaScript, or is rare: %s',
    (pattern) => {
      expect(nativePattern(pattern)).toBeUndefined();
    },
  );

  it('takes no more steps than were counted for it, in the worst of what the builtin rules look for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...builtin),
        fc.infiniteStream(fc.nat()),
        fc.nat({ max: 20 }),
        ([pattern], choices, times) => {
          const parsed = parsePattern(pattern);
          if (parsed === undefined) return;
          const choose = (): number => choices.next().value ?? 0;
          const like = textLike(parsed.root, choose).slice(0, choose() % 40);
          const text = like.repeat(times).slice(0, 200);
          const bound = matchSteps(parsed.root, text.length);
          if (bound < 1_000_000) expect(countSteps(parsed.root, text)).toBeLessThanOrEqual(bound);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('takes no more steps than were counted for it in a text that has its beginning once', () => {
    let compared = 0;
    const letters = fc.array(fc.constantFrom('a', 'b', '-', '1', ' ', ' :'), { maxLength: 4 });
    const beginnings = fc.array(fc.constantFrom('a', 'b', ' :', 'ab', 'aa'), { minLength: 1, maxLength: 3 });
    const begun = fc.tuple(beginnings, patterns.sequence).map(([words, rest]) => words.join('') + rest);
    fc.assert(
      fc.property(begun, letters, letters, fc.nat({ max: 12 }), fc.nat({ max: 12 }), (pattern, before, after, m, n) => {
        const parsed = parsePattern(pattern);
        if (parsed === undefined) return;
        const beginning = literalBeginning(parsed.root);
        const text = before.join('').repeat(m) + beginning + after.join('').repeat(n);
        const bound = matchStepsOnce(parsed.root, text.length);
        if (beginning === '' || text.indexOf(beginning) !== text.lastIndexOf(beginning)) return;
        if (!(bound <= 100_000)) return;
        compared++;
        expect(countSteps(parsed.root, text), JSON.stringify(text)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 3_000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it('takes no more steps than were counted for it', () => {
    const repetitive = fc
      .tuple(fc.array(fc.constantFrom('a', 'b', '-', '1', ' '), { minLength: 1, maxLength: 4 }), fc.nat({ max: 20 }))
      .map(([unit, times]) => unit.join('').repeat(times).slice(0, 40));
    fc.assert(
      fc.property(flagged, fc.array(repetitive, { minLength: 4, maxLength: 4 }), (pattern, samples) => {
        const parsed = parsePattern(pattern);
        if (parsed === undefined) return;
        for (const text of samples) {
          const bound = matchSteps(parsed.root, text.length);
          if (bound < 100_000) expect(countSteps(parsed.root, text), JSON.stringify(text)).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: 3_000, examples: [['^a|^\\b', ['    ', '', '', '']]] },
    );
  });
});

describe('a pattern whose beginning a text has once', () => {
  const pattern = nativePattern('volume (?P<volume>.*) not found') ?? expect.fail('is left to RE2');
  const line = `volume ${'pvc-1 '.repeat(300)} not found`;

  it('is matched by V8 in longer texts', () => {
    expect(line.length).toBeGreaterThan(pattern.maxLength);
    expect(isCheapIn(pattern, line)).toBe(true);
  });

  it('is left to RE2 where it stands twice', () => {
    expect(isCheapIn(pattern, `${line} volume `)).toBe(false);
  });

  it('is left to RE2 where it stands twice over itself', () => {
    const doubled = nativePattern('aa.*b.*c') ?? expect.fail('is left to RE2');
    expect(isCheapIn(doubled, `aa${'-'.repeat(doubled.maxLength)}`)).toBe(true);
    expect(isCheapIn(doubled, `aaa${'-'.repeat(doubled.maxLength)}`)).toBe(false);
  });
});

describe('a text that V8 may not match', () => {
  it('is matched by code points beyond the Basic Multilingual Plane', () => {
    expect(extractFirst('^(.)b', '😀b')).toBe('😀');
    expect(isMatch('^[^a]{2}$', '😀')).toBe(false);
  });

  it('has the same groups when it is long', () => {
    const long = `${'volume '.repeat(20_000)}pvc-1 not found`;
    expect(firstMatch(['volume (?P<volume>\\S+) (?P<rest>not) found'], long)).toEqual(
      new Map([
        ['volume', 'pvc-1'],
        ['rest', 'not'],
      ]),
    );
  });
});

/** A text that a pattern matches, or nearly. */
function textLike(node: PatternNode, choose: () => number): string {
  switch (node.kind) {
    case 'set': {
      const [from, to] = node.set[choose() % node.set.length] ?? [0x61, 0x61];
      // Now and then another character than the pattern asks for.
      return choose() % 40 === 0 ? 'x' : String.fromCharCode(from + (choose() % Math.min(to - from + 1, 100)));
    }
    case 'assertion':
      return '';
    case 'sequence':
      return node.parts.map((part) => textLike(part, choose)).join('');
    case 'choice': {
      const chosen = node.parts[choose() % node.parts.length];
      return chosen === undefined ? '' : textLike(chosen, choose);
    }
    case 'group':
      return textLike(node.body, choose);
    case 'repeat': {
      const times = node.min + (choose() % (Math.min(node.max, node.min + 3) - node.min + 1));
      return Array.from({ length: times }, () => textLike(node.body, choose)).join('');
    }
  }
}

/** Characters and assertions that a backtracking engine looks at while it searches a text. */
function countSteps(root: PatternNode, text: string): number {
  let steps = 0;
  type Next = (at: number) => boolean;
  const match = (node: PatternNode, at: number, next: Next): boolean => {
    switch (node.kind) {
      case 'set': {
        steps++;
        const code = text.charCodeAt(at);
        return at < text.length && node.set.some(([from, to]) => code >= from && code <= to) && next(at + 1);
      }
      case 'assertion':
        steps++;
        return holds(node.source, at) && next(at);
      case 'group':
        return match(node.body, at, next);
      case 'sequence':
        return node.parts.reduceRight<Next>((rest, part) => (place) => match(part, place, rest), next)(at);
      case 'choice':
        return node.parts.some((part) => match(part, at, next));
      case 'repeat':
        return repeat(node, at, 0, next);
    }
  };
  const repeat = (node: Extract<PatternNode, { kind: 'repeat' }>, at: number, rounds: number, next: Next): boolean => {
    const again = (): boolean =>
      rounds < node.max && match(node.body, at, (place) => place > at && repeat(node, place, rounds + 1, next));
    if (rounds < node.min) return again();
    return node.lazy ? next(at) || again() : again() || next(at);
  };
  const holds = (assertion: string, at: number): boolean => {
    const isWord = (index: number): boolean => /^[0-9A-Za-z_]$/.test(text[index] ?? '');
    if (assertion === '^') return at === 0;
    if (assertion === '$') return at === text.length;
    return (isWord(at - 1) !== isWord(at)) === (assertion === '\\b');
  };
  for (let start = 0; start <= text.length; start++) if (match(root, start, () => true)) break;
  return steps;
}
