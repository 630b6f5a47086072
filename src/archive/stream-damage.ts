/**
 * The rest of a stream is not available, and the user has been warned about it already. Thrown between the readers of
 * this folder only: an archive reader that meets it ends its archive, and `Entry.read` turns it into an early end.
 */
export class StreamDamage extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StreamDamage';
  }
}
