import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RingPiece, SharedRing } from '../src/pipeline/shared-ring.js';

/** Puts pieces of given sizes in; 0 releases the oldest. @returns whether all that is held was intact after every step. */
function staysIntact(sizes: readonly number[]): boolean {
  const memory = new SharedArrayBuffer(64);
  const ring = new SharedRing(memory);
  const held: { piece: RingPiece; fill: number }[] = [];
  const isIntact = ({ piece, fill }: { piece: RingPiece; fill: number }): boolean =>
    new Uint8Array(memory, piece.offset, piece.length).every((byte) => byte === fill);
  return sizes.every((size, step) => {
    const piece = size === 0 ? undefined : ring.put(new Uint8Array(size).fill(step));
    if (piece !== undefined) held.push({ piece, fill: step % 256 });
    if (size === 0 && held.shift() !== undefined) ring.release();
    return held.every(isIntact);
  });
}

describe('a ring that two threads share', () => {
  it('keeps what was put in until it is released', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(0)), { maxLength: 200 });
    fc.assert(fc.property(sizes, staysIntact));
  });

  it('takes as much as it has bytes, at its end and at its beginning', () => {
    const ring = new SharedRing(new SharedArrayBuffer(64));
    expect(ring.put(new Uint8Array(40))).toEqual({ offset: 0, length: 40 });
    expect(ring.put(new Uint8Array(24))).toEqual({ offset: 40, length: 24 });
    expect(ring.put(new Uint8Array(1))).toBeUndefined();
    ring.release();
    expect(ring.put(new Uint8Array(40))).toEqual({ offset: 0, length: 40 });
  });
});
