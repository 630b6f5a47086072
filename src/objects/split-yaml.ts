import type { DocumentPiece, DocumentPieces } from './document.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const DOT = 0x2e;

/** An object of its own may have a field `items` further down (ConfigMap data is indented), but one of these comes before it. */
const FIELD_OF_OBJECT = /(?:spec|data|status|stringData|binaryData|webhooks|rules):/y;
const ITEMS = /items:[^\S\n]*(?:#.*)?(?:\n|$)/y;
/** YAML 1.2, section 9.1.2: at the left margin, alone or before a blank; also inside a scalar. */
const MARKER = /(?:---|\.\.\.)(?=\s|$)/y;
const COLUMNS_OF_MARKER = 3;

/**
 * Takes a YAML file apart at `---` and, for a list as `kubectl get -o yaml` writes it (`items:` at the left margin), at its items.
 * Text is not parsed: a line that starts an item at the items' own indentation cannot be inside a scalar, because block scalars and
 * continued scalars are indented deeper than their parent (YAML 1.2, sections 8.1 and 7.3).
 */
export function splitYaml(text: string): readonly DocumentPieces[] {
  const splitter = new YamlSplitter(text);
  const lists: DocumentPieces[] = [];
  for (let list = splitter.next(); list !== undefined; list = splitter.next()) lists.push(list);
  return lists;
}

class YamlSplitter {
  readonly #text: string;
  /** Start of the current line, and its number. */
  #at = 0;
  #line = 1;
  /** Blanks that stand for the document marker on the current line. */
  #blanks = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next document that has content. */
  next(): DocumentPieces | undefined {
    while (this.#at < this.#text.length) {
      const start = this.#at;
      const list = this.#splitDocument();
      const end = this.#at;
      this.#skipMarker();
      if (hasContent(this.#text, start, end)) return list;
    }
    return undefined;
  }

  /** Content may begin on the marker's line: `--- {kind: Pod}`. */
  #skipMarker(): void {
    this.#blanks = 0;
    if (this.#at >= this.#text.length) return;
    if (this.#text.startsWith('--- ', this.#at)) {
      this.#at += COLUMNS_OF_MARKER;
      this.#blanks = COLUMNS_OF_MARKER;
    } else {
      this.#toNextLine();
    }
  }

  #splitDocument(): DocumentPieces {
    const whole = { line: this.#line, start: this.#at, blanks: this.#blanks };
    const itemsAt = this.#findItems();
    if (itemsAt === undefined) return { header: '', pieces: [{ ...whole, end: this.#at }] };
    const pieces = this.#splitItems();
    const itemsEnd = this.#at;
    while (!this.#isDocumentEnd()) this.#toNextLine();
    const { start, blanks } = whole;
    return {
      header: ' '.repeat(blanks) + this.#text.slice(start, itemsAt) + this.#text.slice(itemsEnd, this.#at),
      pieces,
    };
  }

  /** Moves behind the list's `items:`, or to the end of the document when it is no list of the known form. */
  #findItems(): number | undefined {
    let isObject = false;
    if (this.#blanks > 0) this.#toNextLine();
    for (; !this.#isDocumentEnd(); this.#toNextLine()) {
      if (isObject) continue;
      if (this.#matches(ITEMS)) {
        const itemsAt = this.#at;
        this.#toNextLine();
        return itemsAt;
      }
      isObject = this.#matches(FIELD_OF_OBJECT);
    }
    return undefined;
  }

  #splitItems(): readonly DocumentPiece[] {
    const pieces: DocumentPiece[] = [];
    let margin: number | undefined;
    let item: Omit<DocumentPiece, 'end'> | undefined;
    for (; !this.#isDocumentEnd(); this.#toNextLine()) {
      const indentation = indentationOf(this.#text, this.#at, margin);
      if (indentation === undefined) continue;
      margin ??= indentation;
      if (indentation > margin) continue;
      if (item !== undefined) pieces.push({ ...item, end: this.#at });
      item = undefined;
      if (indentation < margin || !isItemStart(this.#text, this.#at + margin)) break;
      item = { line: this.#line, start: this.#at + margin + 1, blanks: margin + 1 };
    }
    if (item !== undefined) pieces.push({ ...item, end: this.#at });
    return pieces;
  }

  #isDocumentEnd(): boolean {
    if (this.#at >= this.#text.length) return true;
    const first = this.#text.charCodeAt(this.#at);
    return (first === DASH || first === DOT) && this.#matches(MARKER);
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #toNextLine(): void {
    const newline = this.#text.indexOf('\n', this.#at);
    this.#at = newline === -1 ? this.#text.length : newline + 1;
    this.#line++;
  }
}

/** False for nothing but comments, blank lines and directives (`%YAML 1.2`). */
function hasContent(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    if (indentationOf(text, at) !== undefined && text[at] !== '%') return true;
    const newline = text.indexOf('\n', at);
    if (newline === -1) return false;
    at = newline + 1;
  }
  return false;
}

function isItemStart(text: string, at: number): boolean {
  return text[at] === '-' && /^[ \r\n]?$/.test(text.charAt(at + 1));
}

/**
 * Number of leading blanks; undefined for an empty line or a comment.
 * @param limit a line that is indented deeper has some number above it
 */
function indentationOf(text: string, start: number, limit = Number.POSITIVE_INFINITY): number | undefined {
  let at = start;
  while (at - start <= limit && text.charCodeAt(at) === SPACE) at++;
  if (at - start > limit) return at - start;
  const first = text.charCodeAt(at);
  return at >= text.length || first === NEWLINE || first === CARRIAGE_RETURN || first === HASH ? undefined : at - start;
}
