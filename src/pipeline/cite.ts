import { BundlescopeError, type Warning } from '../errors/index.js';
import type { CitedLine, CitedLines } from '../model/cited-lines.js';
import type { Entry } from '../model/entry.js';
import { objectText } from '../objects/object-text.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { decodeText, inUtf8 } from './decode-text.js';
import { findEntry } from './find-entry.js';
import { DEFAULT_MAX_OBJECT_BYTES, openEntries } from './gather.js';
import { readLines } from './lines-around.js';
import { WarningLog } from './warning-log.js';

/** Lines of an object that are given; a ConfigMap may hold a whole program. */
const MAX_OBJECT_LINES = 5_000;
/** Characters of a line of an object that are given. */
const MAX_LINE_LENGTH = 4 * 1024;

/** What is cited, and how much around it. */
export interface CiteRequest {
  /** Path of an entry as reports print it, or an end of it that no other entry has. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Lines before and after. */
  readonly context: number;
  /** The whole API object that the line is part of, instead of lines around it. */
  readonly object: boolean;
}

/** Evidence in its context, and what was damaged on the way to it. */
export interface Cited {
  readonly cited: CitedLines;
  readonly warnings: readonly Warning[];
}

/**
 * Reads a line of a bundle in its context, or the object that it is part of; reads only as far as needed.
 * @throws BundlescopeError `input` when the bundle cannot be read, `usage` when it has no such file or line
 */
export async function cite(input: BundleInput, request: CiteRequest, options: AnalyzeOptions = {}): Promise<Cited> {
  const warnings = new WarningLog();
  const entries = await openEntries(input, options, warnings);
  const maxBytes = options.limits?.maxObjectBytes ?? DEFAULT_MAX_OBJECT_BYTES;
  // Of several files that end alike one may lack the line: that is told only when it is the one.
  const found = await findEntry(entries, request.path, (entry) =>
    (request.object ? citeObject(entry, request, maxBytes) : citeLine(entry, request)).catch(asFailure),
  );
  if (found instanceof BundlescopeError) throw found;
  return { cited: found, warnings: warnings.list() };
}

function asFailure(error: unknown): BundlescopeError {
  if (error instanceof BundlescopeError) return error;
  throw error;
}

async function citeLine(entry: Entry, { line, context }: CiteRequest): Promise<CitedLines> {
  const { lines, total } = await readLines(inUtf8(entry.read()), Math.max(1, line - context), line + context);
  if (total !== undefined && line > total) {
    throw new BundlescopeError(
      'usage',
      `${entry.path} has ${total === 1 ? '1 line' : `${total} lines`}, so no line ${line}`,
    );
  }
  return { path: entry.path, line, lines, omitted: 0 };
}

async function citeObject(entry: Entry, { line }: CiteRequest, maxBytes: number): Promise<CitedLines> {
  const object = objectText(await wholeText(entry, maxBytes), line);
  if (object === undefined) {
    throw new BundlescopeError(
      'usage',
      `${entry.path}:${line} is in no API object; leave out --object to see the lines`,
    );
  }
  const all = object.text.trimEnd().split(/\r?\n/);
  const lines = all.slice(0, MAX_OBJECT_LINES).map(
    (text, index): CitedLine => ({
      number: object.line + index,
      text: text.slice(0, MAX_LINE_LENGTH),
      cut: Math.max(0, text.length - MAX_LINE_LENGTH),
    }),
  );
  return { path: entry.path, line, lines, omitted: all.length - lines.length };
}

async function wholeText(entry: Entry, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of entry.read()) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new BundlescopeError(
        'usage',
        `${entry.path} is larger than ${maxBytes} bytes; raise --max-object-bytes, or leave out --object`,
      );
    }
    chunks.push(new Uint8Array(chunk));
  }
  return decodeText(Buffer.concat(chunks));
}
