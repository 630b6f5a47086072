import { compileGlob } from '../../bundle/glob.js';
import type { LogRecord } from '../../logs/log-record.js';
import type { LogStreamIdentity } from '../../model/log-stream.js';

/** A journal has a hundred tags; one that is made to have a million must not fill the memory. */
const MAX_TAGS = 1000;

/** The programs of a stream that may have written a line with a tag, by tag. */
const programsByTag = new WeakMap<LogStreamIdentity, Map<string, ReadonlySet<string>>>();

/**
 * Whether one of a signal's programs may have written the line. In a log that several programs write to (a whole journal, syslog) the tag before
 * the line says whose it is: what another program repeats of the kernel is not the kernel's.
 * @param sources programs of the signal, or `*`
 */
export function isWrittenBy(
  sources: readonly string[],
  { record, stream }: { readonly record: LogRecord; readonly stream: LogStreamIdentity },
): boolean {
  if (stream.tags === undefined) return true;
  const tag = record.program;
  if (tag === undefined) return true;
  const programs = programsOf(stream, stream.tags, tag);
  return sources.some((program) => program === '*' || programs.has(program));
}

function programsOf(
  stream: LogStreamIdentity,
  tags: Readonly<Record<string, readonly string[]>>,
  tag: string,
): ReadonlySet<string> {
  const known = programsByTag.get(stream) ?? new Map<string, ReadonlySet<string>>();
  programsByTag.set(stream, known);
  let programs = known.get(tag);
  if (programs === undefined) {
    if (known.size >= MAX_TAGS) known.clear();
    programs = new Set(
      stream.programs.filter((program) => tags[program]?.some((glob) => compileGlob(glob)(tag)) ?? true),
    );
    known.set(tag, programs);
  }
  return programs;
}
