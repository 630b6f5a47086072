import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadSample } from '../samples/generator/sample-layers.js';
import { plainEntries } from '../samples/generator/sample-packing.js';
import { DEFAULT_LIMITS, openArchive } from '../src/archive/index.js';
import { openSource } from '../src/source/index.js';
import { PROJECT } from './project.js';

/** A file of a bundle that is to be packed. */
export interface BundleEntry {
  readonly path: string;
  readonly content: () => Iterable<Buffer> | AsyncIterable<Buffer>;
}

const REAL_BUNDLE = join(PROJECT, '../shared/data/harvester-v1.0-supportbundle.zip');
const LINES_PER_LITERAL = 10;
/** A literal never lies across two pieces: they are cut at line ends. */
const PIECE_BYTES = 2 ** 20;

/** The logs and objects of a cluster with an incident, as the samples tell it. */
export function incidentMix(bytes: number): BundleEntry[] {
  const sample = loadSample(join(PROJECT, 'samples'), 'incident-c');
  return plainEntries(sample, bytes).map(({ path, content }) => ({ path: `${sample.spec.bundle}/${path}`, content }));
}

/** The same, but every tenth line of every log is a literal that some rule looks for, behind the time stamp of the line before it. */
export function matchingMix(bytes: number, literals: readonly string[]): BundleEntry[] {
  return incidentMix(bytes).map((entry) =>
    /\.log(\.\d+)?$/.test(entry.path) ? { ...entry, content: () => withLiterals(entry, literals) } : entry,
  );
}

async function* withLiterals(entry: BundleEntry, literals: readonly string[]): AsyncGenerator<Buffer> {
  let rest = '';
  let line = 0;
  for await (const chunk of entry.content()) {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    const text = lines.map((old) => (++line % LINES_PER_LITERAL === 0 ? tell(old, line, literals) : old)).join('\n');
    if (lines.length > 0) yield Buffer.from(`${text}\n`);
  }
  yield Buffer.from(rest);
}

/** A container log has one word before its message; a node log has `Mar 11 08:01:02.003004 node program[pid]: `. */
function tell(line: string, number: number, literals: readonly string[]): string {
  const stamp = /^(?:\d{4}-\S+ |[A-Z][a-z]{2} +\d+ \S+ \S+ [^ ]+: )/.exec(line)?.[0] ?? '';
  return `${stamp}${literals[(number / LINES_PER_LITERAL) % literals.length] ?? ''} "${number}"`;
}

/**
 * The logs of a real Harvester bundle, each repeated so that together they have `bytes`; every second line of them is one kernel error.
 * @returns nothing where the bundle is not there.
 */
export async function realMix(bytes: number): Promise<BundleEntry[] | undefined> {
  if (!existsSync(REAL_BUNDLE)) return undefined;
  const source = await openSource(REAL_BUNDLE, { warn: () => undefined });
  const logs: { path: string; text: Buffer }[] = [];
  for await (const entry of openArchive(source, { limits: DEFAULT_LIMITS, warn: () => undefined })) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry.read()) chunks.push(new Uint8Array(chunk));
    // `nodes/node1.zip!/node1/logs/x` of a nested archive becomes `nodes/node1/logs/x`.
    const path = entry.path.replace(/[^/]+\.zip!\//, '');
    if (/\.log(\.\d+)?$/.test(path)) logs.push({ path, text: Buffer.concat(chunks) });
  }
  const total = logs.reduce((sum, { text }) => sum + text.length, 0);
  const times = Math.max(1, Math.round(bytes / total));
  return logs.map(({ path, text }) => ({ path, content: () => repeated(text, times) }));
}

/** Short logs are repeated as one piece, so that packing does not pay for each repetition. */
function* repeated(text: Buffer, times: number): Generator<Buffer> {
  if (text.length === 0) return;
  const together = Math.max(1, Math.floor(PIECE_BYTES / text.length));
  const piece = Buffer.concat(Array.from({ length: together }, () => text));
  for (let left = times; left > 0; left -= together)
    yield left < together ? piece.subarray(0, left * text.length) : piece;
}
