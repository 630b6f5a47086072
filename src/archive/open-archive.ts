import type { WarningSink } from '../errors/index.js';
import type { Entry } from '../model/entry.js';
import type { BundleSource, ByteSource } from '../source/index.js';
import { ArchiveWalk, type Walkable } from './archive-walk.js';
import { Budget } from './budget.js';
import type { Decompressor } from './decompressor.js';
import { HEAD_BYTES } from './format.js';
import { detectFormat } from './formats.js';
import { guardedStream } from './guarded-stream.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { notAnArchive } from './not-an-archive.js';
import { PeekedStream } from './peeked-stream.js';

/** How {@link openArchive} reads. */
export interface OpenArchiveOptions {
  /** Default: {@link DEFAULT_LIMITS}. */
  readonly limits?: Limits;
  readonly warn: WarningSink;
  readonly signal?: AbortSignal;
  /** Take a source that is no archive as a bundle of this one file; otherwise that is an error. */
  readonly allowPlainFile?: boolean;
  /** Decompresses what lies in a file; default: the thread that reads. */
  readonly decompress?: Decompressor;
}

/**
 * The files of a bundle, archives inside it opened in place to any depth the limits allow. What a file is, its content
 * says, not its name. Closes the source at the end, also when the caller stops early.
 *
 * The entries come in stored order, one at a time: read one before asking for the next. An entry that is not read is
 * skipped. Damage and limits are warnings and an early end.
 *
 * @throws BundlescopeError `input` when the source is empty or no archive at all (see `allowPlainFile`);
 *   `interrupted` when the signal aborts.
 */
export async function* openArchive(source: BundleSource, options: OpenArchiveOptions): AsyncGenerator<Entry> {
  const bundle = source.kind === 'directory' ? source : guardedStream(source, options.signal);
  const budget = new Budget(options.limits ?? DEFAULT_LIMITS, options.warn, options.signal);
  const walk = new ArchiveWalk(budget, options.warn, options.decompress);
  try {
    budget.checkAbort();
    if (bundle.kind === 'directory') {
      for await (const file of bundle.files()) yield* walk.file(file);
      return;
    }
    yield* walk.source(await topLevel(bundle, options.allowPlainFile === true));
  } finally {
    await bundle.close();
  }
}

async function topLevel(source: ByteSource, allowPlainFile: boolean): Promise<Walkable> {
  const name = source.name.split(/[\\/]/).at(-1) ?? source.name;
  const peeked = source.kind === 'stream' ? new PeekedStream(source) : source;
  const head = peeked instanceof PeekedStream ? await peeked.head() : await peeked.read(0, HEAD_BYTES);
  if (peeked instanceof PeekedStream && peeked.failure !== undefined && head.length === 0) throw peeked.failure;
  if (head.length === 0 || (!allowPlainFile && detectFormat(head) === undefined)) throw notAnArchive(source.name, head);
  return { name, head, open: async () => peeked };
}
