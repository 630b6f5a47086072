/**
 * Every warning the program can give. A code is never reused for another meaning.
 * `partial` marks those after which the result does not cover the whole bundle (exit status 4).
 */
export const WARNINGS = {
  'archive-truncated': { partial: true, means: 'the archive ends before its end marker; what came before was read' },
  'archive-damaged': { partial: true, means: 'a part of the archive could not be decoded; the rest was read' },
  'archive-checksum': { partial: true, means: 'the content of an entry does not match its checksum' },
  'archive-encrypted': { partial: true, means: 'an entry is encrypted and was skipped' },
  'archive-unsupported': { partial: true, means: 'an entry uses a compression method this program does not read' },
  'archive-trailing-bytes': { partial: false, means: 'bytes after the end of the archive were ignored' },
  'entry-name-unsafe': {
    partial: false,
    means: 'an entry name was absolute, had "..", or control characters; it was made safe',
  },
  'entry-duplicate': { partial: false, means: 'a path occurs twice; both were read' },
  'several-bundles': { partial: true, means: 'it holds more than one bundle, or objects of more than one cluster' },
  'entry-unreadable': { partial: true, means: 'a file could not be read' },
  'link-outside': { partial: false, means: 'a link leads outside the directory; it was not followed' },
  'limit-entries': { partial: true, means: 'more entries than --max-entries; the rest was not read' },
  'limit-depth': { partial: true, means: 'archives nested deeper than --max-depth; the inner one was not opened' },
  'limit-bytes': { partial: true, means: 'more expanded bytes than --max-bytes; the rest was not read' },
  'limit-ratio': { partial: true, means: 'an entry expands more than --max-ratio allows; the rest of it was not read' },
  'limit-object-file': { partial: true, means: 'an object file is larger than --max-object-bytes; it was not read' },
  'limit-rows': {
    partial: true,
    means: 'a signal matched more distinct things than can be kept; the rest was only counted',
  },
  'text-encoding': { partial: true, means: 'a log is not UTF-8 text; its lines were not examined' },
  'limit-line': { partial: false, means: 'a line is longer than 1 MiB; only its beginning was examined' },
  'object-unparsable': { partial: true, means: 'a YAML or JSON document could not be parsed' },
  'object-invalid': { partial: false, means: 'an item is not a Kubernetes object' },
  'metadata-unparsable': { partial: false, means: 'a metadata file could not be parsed' },
  'time-unknown': {
    partial: false,
    means: 'the time the bundle was taken is not stated; it was estimated or is missing',
  },
  'nothing-recognised': { partial: false, means: 'no logs and no objects were recognised' },
  'rule-error': { partial: true, means: 'a rule could not be evaluated on this bundle' },
} as const satisfies Record<string, { partial: boolean; means: string }>;

/** Code of a warning; see {@link WARNINGS}. */
export type WarningCode = keyof typeof WARNINGS;

/** Something that was not as it should be in the input, and what was done about it. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  /** Path of the entry it is about. */
  readonly path?: string;
}

/** Takes warnings as they arise. Implementations bound how many they keep. */
export type WarningSink = (warning: Warning) => void;
