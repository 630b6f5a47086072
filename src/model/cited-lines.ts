/** Evidence as it stands in the bundle: the cited line and those around it, or the whole object that it is part of. */
export interface CitedLines {
  /** Path of the entry in the bundle. */
  readonly path: string;
  /** The cited line, from 1. */
  readonly line: number;
  readonly lines: readonly CitedLine[];
  /** Lines of the object that were left out at its end. */
  readonly omitted: number;
}

export interface CitedLine {
  readonly number: number;
  /** Invalid UTF-8 replaced; as it stands in the bundle otherwise, so that it must be made harmless where it is shown. */
  readonly text: string;
  /** Bytes of the line that were left out at its end. */
  readonly cut: number;
}
