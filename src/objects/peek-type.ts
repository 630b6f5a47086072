import type { DocumentPiece } from './document.js';

/** What an object is, as its text says. */
export interface ObjectType {
  readonly apiVersion: string;
  readonly kind: string;
}

const KIND = /kind: ["']?([A-Za-z]+)["']?[^\S\n]*(?:\n|$)/y;
const API_VERSION = /apiVersion: ["']?([\w./-]+)["']?[^\S\n]*(?:\n|$)/y;

/**
 * Finds the type of an object in YAML without parsing it: its first lines `kind:` and `apiVersion:` at the margin of the object.
 * @returns undefined when one of them is not there or written in another way
 */
export function peekYamlType(text: string, piece: DocumentPiece): ObjectType | undefined {
  const first = firstContent(text, piece);
  let kind: string | undefined;
  let apiVersion: string | undefined;
  for (let at = first.at; at < piece.end; ) {
    kind ??= matchAt(KIND, text, at);
    apiVersion ??= matchAt(API_VERSION, text, at);
    if (kind !== undefined && apiVersion !== undefined) return { kind, apiVersion };
    at = nextLineAt(text, at, first.column, piece.end);
  }
  return undefined;
}

/** Where the first line that is not blank begins behind its indentation. */
function firstContent(text: string, piece: DocumentPiece): { readonly at: number; readonly column: number } {
  let lineStart = piece.start - piece.blanks;
  let at = piece.start;
  while (at < piece.end && (text[at] === ' ' || text[at] === '\n' || text[at] === '\r')) {
    at++;
    if (text[at - 1] === '\n') lineStart = at;
  }
  return { at, column: at - lineStart };
}

/** Offset of `column` in the next line that is indented just so far. */
function nextLineAt(text: string, from: number, column: number, end: number): number {
  let newline = text.indexOf('\n', from);
  while (newline !== -1 && newline < end) {
    const at = newline + 1;
    let blanks = 0;
    while (blanks <= column && text.charCodeAt(at + blanks) === 0x20) blanks++;
    if (blanks === column) return at + column;
    newline = text.indexOf('\n', at);
  }
  return end;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[1];
}

const JSON_TYPE = /\{\s*"(kind|apiVersion)"\s*:\s*"([\w./-]+)"\s*,\s*"(kind|apiVersion)"\s*:\s*"([\w./-]+)"/y;

/** The same for JSON, where the API server writes kind and apiVersion first. */
export function peekJsonType(text: string, piece: DocumentPiece): ObjectType | undefined {
  JSON_TYPE.lastIndex = piece.start;
  const [, first, firstValue = '', second, secondValue = ''] = JSON_TYPE.exec(text) ?? [];
  if (first === 'kind' && second === 'apiVersion') return { kind: firstValue, apiVersion: secondValue };
  return first === 'apiVersion' && second === 'kind' ? { kind: secondValue, apiVersion: firstValue } : undefined;
}
