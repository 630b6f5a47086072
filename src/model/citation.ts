/** A place in the bundle that proves a statement. It can be opened again: the excerpt stands there. */
export type Citation = LogCitation | ObjectCitation | AbsenceCitation;

/** A line of a log, configuration file or command output. */
export interface LogCitation {
  readonly kind: 'log';
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  /** Byte offset of the line's first byte in the entry after decompression. */
  readonly offset: number;
  /** RFC 3339, UTC. */
  readonly time?: string;
  /** The raw line, invalid UTF-8 replaced, cut at {@link EXCERPT_LENGTH} characters. */
  readonly excerpt: string;
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
}

/** A field of an API object. */
export interface ObjectCitation {
  readonly kind: 'object';
  readonly path: string;
  /** First line of the object in its file, counted from 1. */
  readonly line?: number;
  readonly apiVersion: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  /** Dotted path of the field, e.g. `status.conditions[0].status`. */
  readonly field?: string;
  /** The field's value as text, cut at {@link EXCERPT_LENGTH} characters. */
  readonly value?: string;
}

/** Something that was looked for where it would have to be, and is not there. */
export interface AbsenceCitation {
  readonly kind: 'absence';
  readonly what: string;
  /** Paths of the entries that were searched. */
  readonly searched: readonly string[];
}

/** Longest excerpt or value in a citation, in UTF-16 code units (contract: 500). */
export const EXCERPT_LENGTH = 500;
