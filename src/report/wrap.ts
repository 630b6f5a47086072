import { createRequire } from 'node:module';

/** A piece of text that is not broken unless it is wider than a whole line. */
interface Piece {
  readonly text: string;
  readonly width: number;
  readonly space: boolean;
}

/** ASCII and the signs that our own texts use, one column each: a report in English needs no more, and the tables of Unicode take long to load. */
const oneColumnEach = /^[\x20-\x7e→•…·–—]*$/;
let segmenter: Intl.Segmenter | undefined;
/** Punctuation that may not begin a line in Chinese typography. */
const closing = /^[，。、；：！？）」』》】〉”’…]$/u;

let library: typeof import('string-width') | undefined;

/** Columns a text takes on a terminal; East Asian wide characters take two. */
export function columns(text: string): number {
  if (oneColumnEach.test(text)) return text.length;
  library ??= createRequire(import.meta.url)('string-width');
  return library?.default(text) ?? text.length;
}

function* characters(text: string): Iterable<string> {
  if (oneColumnEach.test(text)) {
    yield* text;
    return;
  }
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** Splits into spaces, words, and single wide characters with the closing punctuation that follows them. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let word = '';
  let wide = false;
  const flush = (): void => {
    if (word !== '') pieces.push({ text: word, width: columns(word), space: false });
    word = '';
    wide = false;
  };
  for (const character of characters(text)) {
    if (character === ' ') {
      flush();
      pieces.push({ text: ' ', width: 1, space: true });
    } else if (closing.test(character)) {
      word += character;
    } else if (columns(character) > 1) {
      flush();
      word = character;
      wide = true;
    } else {
      if (wide) flush();
      word += character;
    }
  }
  flush();
  return pieces;
}

/** Builds lines of at most `width` columns. */
class LineBuilder {
  readonly lines: string[] = [];
  readonly #width: number;
  #line = '';
  #used = 0;

  constructor(width: number) {
    this.#width = width;
  }

  add(piece: Piece): void {
    if (this.#used + piece.width <= this.#width) {
      if (!(piece.space && this.#used === 0 && this.lines.length > 0)) this.#append(piece.text, piece.width);
    } else if (piece.space) {
      this.#break();
    } else if (piece.width <= this.#width) {
      this.#break();
      this.#append(piece.text, piece.width);
    } else {
      this.#fill(piece.text);
    }
  }

  finish(): string[] {
    if (this.#line.trim() !== '' || this.lines.length === 0) this.#break();
    return this.lines;
  }

  #append(text: string, width: number): void {
    this.#line += text;
    this.#used += width;
  }

  #break(): void {
    this.lines.push(this.#line.trimEnd());
    this.#line = '';
    this.#used = 0;
  }

  #fill(word: string): void {
    for (const character of characters(word)) {
      const width = columns(character);
      if (this.#used > 0 && this.#used + width > this.#width) this.#breakAfterSign();
      this.#append(character, width);
    }
  }

  /** Breaks inside a word, after a sign that parts names when one stands near the end of the line. */
  #breakAfterSign(): void {
    const line = this.#line;
    const sign = /^.*[/_:=,-]/su.exec(line)?.[0] ?? '';
    const rest = columns(sign) >= this.#width * 0.7 ? line.slice(sign.length) : '';
    this.#line = line.slice(0, line.length - rest.length);
    this.#break();
    this.#append(rest, columns(rest));
  }
}

/**
 * Breaks one line of text into lines of at most `width` columns: at spaces, between East Asian characters, and inside
 * a word only when it is wider than a whole line.
 */
export function wrap(text: string, width: number): string[] {
  const builder = new LineBuilder(Math.max(2, width));
  for (const piece of piecesOf(text)) builder.add(piece);
  return builder.finish();
}

/** Breaks a raw text into lines of exactly `width` columns, as a terminal would, so that nothing of it is changed. */
export function chop(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const character of characters(text)) {
    const taken = columns(character);
    if (used > 0 && used + taken > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += character;
    used += taken;
  }
  return [...lines, line];
}

/** As {@link chop}, at most `rows` lines; a cut text ends in `...`. */
export function chopCut(text: string, width: number, rows: number): string[] {
  const lines = chop(text, width);
  if (lines.length <= rows) return lines;
  const kept = lines.slice(0, rows);
  const last = chop(kept[rows - 1] ?? '', Math.max(2, width - 4))[0] ?? '';
  kept[rows - 1] = `${last} ...`;
  return kept;
}

/** Fills a text with spaces up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
