/** A piece of a file that holds one object, still as text, or already parsed. */
export interface DocumentPiece {
  /** First line of the piece in the file, counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** A file taken apart at its objects without parsing them. */
export interface DocumentPieces {
  /** What stands around the items (`kind: PodList`), or empty. */
  readonly header: string;
  readonly pieces: readonly DocumentPiece[];
}
