/**
 * The fast reader met a construct that is outside its subset. Not an error of the file: the YAML library reads that text instead.
 * Thrown because the constructs are found deep in nested values; no trace is collected, since a message is never shown.
 */
export class Declined extends Error {
  override readonly name = 'Declined';
}

const declined = new Declined('outside the subset of the fast reader');

/**
 * Gives a text up.
 * @throws Declined always
 */
export function decline(): never {
  throw declined;
}
