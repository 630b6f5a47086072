import { type CharacterSet, character, complement, DIGIT, NO_CHARACTER, SPACE, union, WORD } from './character-set.js';

/** A part of a regular expression. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  /** `max` is infinite for `*`, `+` and `{n,}`. */
  | {
      readonly kind: 'repeat';
      readonly body: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  /** A group that captures. */
  | { readonly kind: 'group'; readonly body: PatternNode }
  | { readonly kind: 'assertion'; readonly source: '^' | '$' | '\\b' | '\\B' };

export interface ParsedPattern {
  readonly root: PatternNode;
  /** Names of the groups in order; undefined for one without a name. */
  readonly groups: readonly (string | undefined)[];
}

/** Counts that RE2 takes. */
const MAX_COUNT = 1_000;

/** The letters beyond ASCII that are the same as one of it when case is ignored: `k` and `s`. */
const KELVIN = 0x212a;
const LONG_S = 0x017f;
const SAME_AS_LETTERS = union([character(KELVIN), character(LONG_S)]);

class NotUnderstood extends Error {}

/**
 * Parses a regular expression that RE2 has accepted.
 * @returns undefined for syntax that is rare or means something else in JavaScript: flags for parts, Unicode classes, characters beyond the
 *   Basic Multilingual Plane, loops around what may be empty, groups inside loops (JavaScript forgets what earlier rounds captured).
 */
export function parsePattern(pattern: string): ParsedPattern | undefined {
  try {
    return new PatternParser(pattern).parse();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class PatternParser {
  readonly #text: string;
  readonly #groups: (string | undefined)[] = [];
  #at = 0;
  #ignoresCase = false;
  #dotIsAll = false;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ParsedPattern {
    const flags = /^\(\?([is]+)\)/.exec(this.#text);
    if (flags !== null) {
      this.#at = flags[0].length;
      this.#ignoresCase = flags[0].includes('i');
      this.#dotIsAll = flags[0].includes('s');
    }
    const root = this.#choice();
    if (this.#at < this.#text.length) throw new NotUnderstood();
    return { root, groups: this.#groups };
  }

  #choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#text.length && !'|)'.includes(this.#peek())) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): PatternNode {
    const groupsBefore = this.#groups.length;
    const body = this.#atom();
    const bounds = this.#bounds();
    if (bounds === undefined) return body;
    const lazy = this.#take('?');
    const isLoop = bounds.max > 1;
    if (body.kind === 'assertion' || isNullable(body)) throw new NotUnderstood();
    if (isLoop && this.#groups.length > groupsBefore) throw new NotUnderstood();
    if (this.#at < this.#text.length && '*+?{'.includes(this.#peek())) throw new NotUnderstood();
    return { kind: 'repeat', body, ...bounds, lazy };
  }

  #bounds(): { readonly min: number; readonly max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const counts = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 12));
    if (counts === null) throw new NotUnderstood();
    this.#at += counts[0].length;
    const min = Number(counts[1]);
    const max = counts[2] === undefined ? min : counts[3] === '' ? Number.POSITIVE_INFINITY : Number(counts[3]);
    if (max === 0 || max < min || min > MAX_COUNT || (max > MAX_COUNT && Number.isFinite(max)))
      throw new NotUnderstood();
    return { min, max };
  }

  #atom(): PatternNode {
    const next = this.#next();
    switch (next) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', set: this.#class() };
      case '.':
        return { kind: 'set', set: complement(this.#dotIsAll ? NO_CHARACTER : character(0x0a)) };
      case '^':
      case '$':
        return { kind: 'assertion', source: next };
      case '\\': {
        const escaped = this.#next();
        if (escaped === 'b' || escaped === 'B') return { kind: 'assertion', source: `\\${escaped}` };
        return { kind: 'set', set: this.#escape(escaped) };
      }
      case '*':
      case '+':
      case '?':
      case '{':
        throw new NotUnderstood();
      default:
        return { kind: 'set', set: this.#literal(next) };
    }
  }

  #group(): PatternNode {
    if (this.#takeText('?:')) return this.#closed(this.#choice());
    const name = /^\?P?<(\w+)>/.exec(this.#text.slice(this.#at, this.#at + 100));
    if (name === null && this.#peek() === '?') throw new NotUnderstood();
    if (name !== null && this.#groups.includes(name[1])) throw new NotUnderstood();
    this.#at += name?.[0].length ?? 0;
    this.#groups.push(name?.[1]);
    return { kind: 'group', body: this.#closed(this.#choice()) };
  }

  #closed(node: PatternNode): PatternNode {
    if (!this.#take(')')) throw new NotUnderstood();
    return node;
  }

  #class(): CharacterSet {
    const isNegated = this.#take('^');
    const sets: CharacterSet[] = [];
    if (this.#peek() === ']') throw new NotUnderstood();
    while (!this.#take(']')) {
      const next = this.#next();
      // Classes such as [:alpha:], and a range that begins or ends with a class.
      if (next === '[') throw new NotUnderstood();
      const set = next === '\\' ? this.#escape(this.#next()) : this.#literal(next);
      if (this.#peek() === '-' && this.#text[this.#at + 1] !== ']') {
        this.#at++;
        if (this.#ignoresCase) throw new NotUnderstood();
        const end = this.#next();
        const last = end === '\\' ? this.#escape(this.#next()) : this.#literal(end);
        sets.push([[only(set), only(last)]]);
        if (only(last) < only(set)) throw new NotUnderstood();
      } else sets.push(set);
    }
    const all = union(sets);
    return isNegated ? complement(all) : all;
  }

  #escape(escaped: string): CharacterSet {
    const set = ESCAPES[escaped];
    if (set !== undefined) {
      if (this.#ignoresCase && escaped === 'w') return union([set, SAME_AS_LETTERS]);
      if (this.#ignoresCase && escaped === 'W') return complement(union([WORD, SAME_AS_LETTERS]));
      return set;
    }
    if (!/^[!-/:-@[-`{-~]$/.test(escaped)) throw new NotUnderstood();
    return character(escaped.charCodeAt(0));
  }

  #literal(text: string): CharacterSet {
    const code = text.charCodeAt(0);
    if (code >= 0xd800 && code <= 0xdfff) throw new NotUnderstood();
    if (!this.#ignoresCase) return character(code);
    if (code > 0x7f) throw new NotUnderstood();
    const others = { k: [KELVIN], s: [LONG_S] }[text.toLowerCase()] ?? [];
    return union(
      [text.toLowerCase().charCodeAt(0), text.toUpperCase().charCodeAt(0), ...others].map((folded) =>
        character(folded),
      ),
    );
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  /** The next character. */
  #next(): string {
    const next = this.#text[this.#at++];
    if (next === undefined) throw new NotUnderstood();
    return next;
  }

  #take(wanted: string): boolean {
    if (this.#peek() !== wanted) return false;
    this.#at++;
    return true;
  }

  #takeText(wanted: string): boolean {
    if (!this.#text.startsWith(wanted, this.#at)) return false;
    this.#at += wanted.length;
    return true;
  }
}

const ESCAPES: Readonly<Record<string, CharacterSet>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
  n: character(0x0a),
  r: character(0x0d),
  t: character(0x09),
  f: character(0x0c),
};

function only(set: CharacterSet): number {
  const [range] = set;
  if (set.length !== 1 || range === undefined || range[0] !== range[1]) throw new NotUnderstood();
  return range[0];
}

/** Whether a part may match nothing. */
export function isNullable(node: PatternNode): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'assertion':
      return true;
    case 'sequence':
      return node.parts.every(isNullable);
    case 'choice':
      return node.parts.some(isNullable);
    case 'repeat':
      return node.min === 0;
    case 'group':
      return isNullable(node.body);
  }
}
