import type { ByteCursor } from '../byte-cursor.js';
import { Signature, viewOf } from './zip-header.js';

/** Shortest and longest descriptor: with signature, checksum and two sizes of 4 or 8 bytes (APPNOTE 4.3.9). */
const SHORTEST_BYTES = 12;
const LONGEST_BYTES = 24;

/** The descriptor and the signature of what follows it. */
const LOOK_AHEAD_BYTES = LONGEST_BYTES + 2;

/** What a data descriptor states. */
export interface Descriptor {
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Bytes of the descriptor itself. */
  readonly length: number;
}

/**
 * The descriptor behind an entry, when its sizes are known already. The signature is optional and the sizes have 4 or
 * 8 bytes without saying which: the form whose sizes agree is the right one. Takes it from the cursor.
 *
 * @returns Undefined, and nothing taken, when no form agrees; what is left of a truncated stream is taken.
 */
export async function takeDescriptor(
  cursor: ByteCursor,
  compressedSize: number,
  size: number,
): Promise<Descriptor | undefined> {
  const bytes = await cursor.peek(LOOK_AHEAD_BYTES);
  const form = chooseForm(bytes, (candidate) => candidate.compressedSize === compressedSize && candidate.size === size);
  if (form !== undefined) await cursor.skip(form.length);
  // Cut off inside the descriptor.
  else if (bytes.length < LONGEST_BYTES) await cursor.skip(bytes.length);
  return form;
}

/** Of an empty entry more than one form agrees; the one that the next record follows is right. */
function chooseForm(bytes: Uint8Array, accept: (form: Descriptor) => boolean): Descriptor | undefined {
  const forms = descriptorForms(bytes).filter(accept);
  return forms.find(({ length }) => bytes[length] === 0x50 && bytes[length + 1] === 0x4b) ?? forms[0];
}

/** Every way to read a descriptor at the beginning of `bytes`, with signature first. */
function descriptorForms(bytes: Uint8Array): Descriptor[] {
  const forms: Descriptor[] = [];
  const view = viewOf(bytes);
  const signed = bytes.length >= 4 && view.getUint32(0, true) === Signature.descriptor;
  for (const at of signed ? [4, 0] : [0]) {
    if (bytes.length >= at + SHORTEST_BYTES) {
      const compressedSize = view.getUint32(at + 4, true);
      forms.push({
        crc: view.getUint32(at, true),
        compressedSize,
        size: view.getUint32(at + 8, true),
        length: at + SHORTEST_BYTES,
      });
    }
    if (bytes.length >= at + 20) {
      const compressedSize = Number(view.getBigUint64(at + 4, true));
      const size = Number(view.getBigUint64(at + 12, true));
      forms.push({ crc: view.getUint32(at, true), compressedSize, size, length: at + 20 });
    }
  }
  return forms;
}

/**
 * The bytes of an entry of unknown length, up to the signed descriptor that ends it; takes the descriptor as well.
 *
 * @param accept Whether a descriptor is the right one, when `length` bytes of the entry went before it. By chance
 *   (a stored archive inside) the signature can occur in the data.
 * @param observe Sees each piece of data before `accept` is asked about a descriptor behind it.
 * @returns The descriptor; undefined when the stream ended without one.
 */
export async function* untilDescriptor(
  cursor: ByteCursor,
  accept: (descriptor: Descriptor, length: number) => boolean,
  observe: (data: Uint8Array) => void,
): AsyncGenerator<Uint8Array, Descriptor | undefined> {
  let length = 0;
  for (;;) {
    const chunk = await cursor.next(Number.POSITIVE_INFINITY);
    if (chunk === undefined) return undefined;
    const at = signatureStart(chunk);
    cursor.unread(chunk.subarray(at));
    if (at > 0) {
      const data = chunk.subarray(0, at);
      observe(data);
      length += at;
      yield data;
    }
    if (at === chunk.length) continue;
    const found = chooseForm(await cursor.peek(LOOK_AHEAD_BYTES), (form) => accept(form, length));
    if (found !== undefined) {
      await cursor.skip(found.length);
      return found;
    }
    const passed = await cursor.read(1);
    observe(passed);
    length += 1;
    yield passed;
  }
}

/** Where the signature, or at the end a beginning of it, stands; the length when nowhere. */
function signatureStart(chunk: Uint8Array): number {
  const signature = [0x50, 0x4b, 0x07, 0x08];
  for (let at = chunk.indexOf(0x50); at !== -1; at = chunk.indexOf(0x50, at + 1)) {
    if (signature.every((byte, index) => at + index >= chunk.length || chunk[at + index] === byte)) return at;
  }
  return chunk.length;
}
