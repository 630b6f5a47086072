/** A piece of a file that holds one object, not yet parsed. */
export interface DocumentPiece {
  /** First line of the piece in the file, counted from 1. */
  readonly line: number;
  /** Offsets of its text in the file's text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Columns before the text that count as blanks: the dash of a list item and what is left of it, or a document marker. */
  readonly blanks: number;
}

/** A file taken apart at its objects without parsing them. */
export interface DocumentPieces {
  /** What stands around the items (`kind: PodList`), or empty. */
  readonly header: string;
  readonly pieces: readonly DocumentPiece[];
}
