import type { KubeMap, KubeValue } from '../../model/kube-object.js';
import { emptyMap, type GrowingMap, isBookkeeping, NOTHING, normaliseText } from '../normalise.js';
import { readBlockScalar } from './block-scalar.js';
import {
  BACKSLASH,
  beginsPlain,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  DASH,
  DOT,
  DOUBLE_QUOTE,
  END,
  GREATER,
  HASH,
  isBreak,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  PIPE,
  SINGLE_QUOTE,
  SPACE,
} from './characters.js';
import { CodeUnits } from './code-units.js';
import { Declined, decline } from './decline.js';
import { unescapeDoubleQuoted } from './double-quoted.js';
import { KeyCache } from './key-cache.js';
import { resolvePlain } from './plain-scalar.js';
import { unfoldLines } from './unfold-lines.js';

/** Deeper nesting is left to the library, whose depth `normalise` limits. */
const MAX_DEPTH = 60;

/** The value of {@link YamlReader} when no line is left. */
const NO_LINE = -1;

/**
 * Reads the YAML that Kubernetes tools write, some thirty times as fast as the `yaml` package: block maps and lists, scalars of all five
 * styles, `{}` and `[]`. Everything else (anchors, tags, comments behind the first content, flow collections, tabs, documents of one scalar, ...) is declined, and
 * what is read equals what the package reads, normalised. Bookkeeping is skipped without a look at what it holds.
 */
export class YamlReader {
  readonly #codeUnits = new CodeUnits();
  readonly #keys = new KeyCache();
  #text = '';
  #units = this.#codeUnits.load('');
  /** The first character of the next line that is not empty, or where a list item or map begins within its line. */
  #at = 0;
  /** Column of that character, {@link NO_LINE} at the end of the text. */
  #column = 0;

  /**
   * Reads one document.
   * @param text without document markers
   * @param blanks columns that count as blanks before the text's first character
   * @returns the normalised map or list; undefined when it must be read by the library
   */
  read(text: string, blanks = 0): KubeValue | undefined {
    this.#text = text;
    this.#units = this.#codeUnits.load(text);
    try {
      const start = this.#endOfComments();
      this.#toContent(start, start === 0 ? blanks : 0);
      if (this.#column === NO_LINE) return undefined;
      const value = this.#readCollection(0);
      return this.#column === NO_LINE ? value : undefined;
    } catch (error) {
      if (error instanceof Declined) return undefined;
      throw error;
    } finally {
      this.#text = '';
      this.#units = this.#codeUnits.release();
    }
  }

  /** Where the comments end that the text begins with. Those between its lines are left to the library: people write them, no tool. */
  #endOfComments(): number {
    let at = 0;
    while (this.#unit(at) === HASH) {
      const newline = this.#text.indexOf('\n', at);
      if (newline < 0) decline();
      at = newline + 1;
    }
    return at;
  }

  #unit(at: number): number {
    return this.#units[at] ?? END;
  }

  /** Moves to the next character that is neither blank nor line end; `column` is the column of `from`. */
  #toContent(from: number, column: number): void {
    let at = from;
    let lineStart = from - column;
    let unit = this.#unit(at);
    while (unit === SPACE || unit === NEWLINE) {
      at++;
      if (unit === NEWLINE) lineStart = at;
      unit = this.#unit(at);
    }
    this.#at = at;
    this.#column = at - lineStart;
    if (unit > SPACE && unit !== HASH) return;
    if (unit !== END || at < this.#text.length) decline();
    this.#column = NO_LINE;
  }

  /** Moves behind a value: only blanks may follow it on its line. */
  #toNextLine(from: number): void {
    let at = from;
    while (this.#unit(at) === SPACE) at++;
    const unit = this.#unit(at);
    if (unit === NEWLINE) this.#toContent(at + 1, 0);
    else if (unit === END) this.#toContent(at, 0);
    else decline();
  }

  #isItem(): boolean {
    return this.#unit(this.#at) === DASH && isBreak(this.#unit(this.#at + 1));
  }

  #readCollection(depth: number): KubeValue {
    if (depth > MAX_DEPTH) decline();
    return this.#isItem() ? this.#readList(this.#column, depth) : this.#readMap(this.#column, depth);
  }

  #readMap(column: number, depth: number): KubeMap {
    const map: GrowingMap = emptyMap();
    do {
      const key = this.#readKey();
      if (isBookkeeping(key)) this.#skipMember(column);
      else map[key] = this.#readMember(column, depth);
    } while (this.#column === column);
    return this.#column > column ? decline() : map;
  }

  #readList(column: number, depth: number): readonly KubeValue[] {
    const list: KubeValue[] = [];
    do {
      list.push(this.#readItem(column, depth));
    } while (this.#column === column && this.#isItem());
    return this.#column > column ? decline() : list;
  }

  /** Reads a key and moves behind its colon. */
  #readKey(): string {
    const start = this.#at;
    const first = this.#unit(start);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) return this.#readQuotedKey(first);
    const second = this.#unit(start + 1);
    if (!beginsPlain(first, second) || (second === first && (first === DASH || first === DOT))) decline();
    const units = this.#units;
    let hash = 0;
    let end = start;
    for (; ; end++) {
      const unit = units[end] ?? END;
      if (unit <= COLON) {
        if (unit === COLON && isBreak(units[end + 1])) break;
        if (unit < SPACE || (unit === HASH && units[end - 1] === SPACE)) decline();
      }
      hash = (Math.imul(hash, 31) + unit) | 0;
    }
    if (units[end - 1] === SPACE) decline();
    this.#at = end + 1;
    return this.#keys.get(this.#text, units, start, end, hash);
  }

  #readQuotedKey(quote: number): string {
    const end = this.#endOfQuoted(this.#at, quote, Number.POSITIVE_INFINITY);
    if (this.#unit(end) !== COLON || !isBreak(this.#unit(end + 1)) || end - this.#at > 1000) decline();
    const key = this.#valueOfQuoted(this.#at, end);
    this.#at = end + 1;
    return key;
  }

  /** Reads what follows a key and its colon. */
  #readMember(column: number, depth: number): KubeValue {
    const at = this.#skipBlanks(this.#at);
    const unit = this.#unit(at);
    if (unit !== NEWLINE && unit !== END) return this.#readScalar(at, column);
    this.#toNextLine(at);
    // A list may stand at the column of its key.
    if (this.#column === column && this.#isItem()) return this.#readList(column, depth + 1);
    return this.#column > column ? this.#readNested(column, depth + 1) : NOTHING;
  }

  /** Reads what follows the dash of a list item. */
  #readItem(column: number, depth: number): KubeValue {
    const at = this.#skipBlanks(this.#at + 1);
    const unit = this.#unit(at);
    if (unit === NEWLINE || unit === END) {
      this.#toNextLine(at);
      return this.#column > column ? this.#readNested(column, depth + 1) : NOTHING;
    }
    if (unit === PIPE || unit === GREATER) return this.#readScalar(at, column);
    this.#column += at - this.#at;
    this.#at = at;
    return this.#readNested(column, depth + 1);
  }

  /** Reads a map, list or scalar that begins at the current place; `parent` is the column of what it is a member of. */
  #readNested(parent: number, depth: number): KubeValue {
    if (this.#isItem() || this.#isKey()) return this.#readCollection(depth);
    const unit = this.#unit(this.#at);
    // No tool writes the header of a block scalar on a line of its own.
    if (unit === PIPE || unit === GREATER) decline();
    return this.#readScalar(this.#at, parent);
  }

  /** Whether the line goes on with a key; false as well for what no key can be. */
  #isKey(): boolean {
    const first = this.#unit(this.#at);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      return this.#unit(this.#endOfQuoted(this.#at, first, 0)) === COLON;
    }
    for (let at = this.#at; ; at++) {
      const unit = this.#unit(at);
      if (unit > COLON) continue;
      if (unit < SPACE) return false;
      if (unit === COLON && isBreak(this.#unit(at + 1))) return true;
    }
  }

  /** @param parent column of the map or list that the scalar is a member of: its further lines are indented deeper */
  #readScalar(at: number, parent: number): KubeValue {
    const unit = this.#unit(at);
    switch (unit) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE: {
        const end = this.#endOfQuoted(at, unit, parent);
        const value = this.#valueOfQuoted(at, end);
        this.#toNextLine(end);
        return normaliseText(value);
      }
      case PIPE:
      case GREATER: {
        const { value, next } = readBlockScalar(this.#text, this.#units, at, parent);
        this.#toContent(next, 0);
        return normaliseText(value);
      }
      case OPEN_BRACE:
        if (this.#unit(at + 1) !== CLOSE_BRACE) decline();
        this.#toNextLine(at + 2);
        return emptyMap();
      case OPEN_BRACKET:
        if (this.#unit(at + 1) !== CLOSE_BRACKET) decline();
        this.#toNextLine(at + 2);
        return [];
      default:
        return this.#readPlain(at, parent);
    }
  }

  #readPlain(start: number, parent: number): KubeValue {
    if (!beginsPlain(this.#unit(start), this.#unit(start + 1))) decline();
    let end = this.#endOfPlain(start);
    this.#toNextLine(end);
    if (this.#column <= parent) return resolvePlain(this.#text.slice(start, end));
    while (this.#column > parent) {
      end = this.#endOfPlain(this.#at);
      this.#toNextLine(end);
    }
    return unfoldLines(this.#text.slice(start, end));
  }

  /** End of a line of plain text, blanks at its end not counted. */
  #endOfPlain(start: number): number {
    const units = this.#units;
    let end = start;
    for (; ; end++) {
      const unit = units[end] ?? END;
      if (unit > COLON) continue;
      if (unit === NEWLINE || unit === END) break;
      if (unit < SPACE) decline();
      if (unit === COLON ? isBreak(units[end + 1]) : unit === HASH && units[end - 1] === SPACE) decline();
    }
    while (units[end - 1] === SPACE) end--;
    return end;
  }

  /** Offset behind the closing quote; further lines must be indented deeper than `parent`. */
  #endOfQuoted(start: number, quote: number, parent: number): number {
    return quote === DOUBLE_QUOTE ? this.#endOfDoubleQuoted(start, parent) : this.#endOfSingleQuoted(start, parent);
  }

  #endOfDoubleQuoted(start: number, parent: number): number {
    const units = this.#units;
    for (let at = start + 1; ; at++) {
      const unit = units[at] ?? END;
      if (unit === DOUBLE_QUOTE) return at + 1;
      if (unit === BACKSLASH) {
        const escaped = units[at + 1] ?? END;
        if (escaped >= SPACE) at++;
        else if (escaped !== NEWLINE) decline();
      } else if (unit < SPACE) {
        this.#checkLineEnd(at, parent);
      }
    }
  }

  #endOfSingleQuoted(start: number, parent: number): number {
    const units = this.#units;
    for (let at = start + 1; ; at++) {
      const unit = units[at] ?? END;
      if (unit === SINGLE_QUOTE) {
        if (units[at + 1] !== SINGLE_QUOTE) return at + 1;
        at++;
      } else if (unit < SPACE) {
        this.#checkLineEnd(at, parent);
      }
    }
  }

  /** Declines, but for a line end before an empty line or one that is indented deeper than `parent`. */
  #checkLineEnd(at: number, parent: number): void {
    if (this.#unit(at) !== NEWLINE) decline();
    const content = this.#skipBlanks(at + 1);
    if (content - at - 1 <= parent && this.#unit(content) !== NEWLINE) decline();
  }

  /** @param end offset behind the closing quote */
  #valueOfQuoted(start: number, end: number): string {
    const source = this.#text.slice(start + 1, end - 1);
    if (this.#unit(start) === DOUBLE_QUOTE) {
      return source.includes('\\') || source.includes('\n') ? unescapeDoubleQuoted(source) : source;
    }
    const unfolded = source.includes('\n') ? unfoldLines(source) : source;
    return unfolded.includes("''") ? unfolded.replaceAll("''", "'") : unfolded;
  }

  /** Skips the value of a key by its indentation alone. */
  #skipMember(column: number): void {
    const at = this.#skipBlanks(this.#at);
    if (this.#unit(at) !== NEWLINE) {
      this.#readScalar(at, column);
      return;
    }
    this.#toContent(at, 0);
    while (this.#column > column || (this.#column === column && this.#isItem())) {
      const lineEnd = this.#text.indexOf('\n', this.#at);
      this.#toContent(lineEnd === -1 ? this.#text.length : lineEnd, 0);
    }
  }

  #skipBlanks(from: number): number {
    let at = from;
    while (this.#unit(at) === SPACE) at++;
    return at;
  }
}
