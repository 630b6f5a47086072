import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RingPiece, SharedRing } from '../src/pipeline/shared-ring.js';

describe('a ring that two threads share', () => {
  it('keeps what was put in until it is released, and takes as much as fits', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(0)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (given) => {
        const memory = new SharedArrayBuffer(64);
        const ring = new SharedRing(memory);
        const held: { piece: RingPiece; fill: number }[] = [];
        for (const [step, size] of given.entries()) {
          const piece = size === 0 ? undefined : ring.put(new Uint8Array(size).fill(step));
          if (piece !== undefined) held.push({ piece, fill: step % 256 });
          else if (held.length === 0) expect(size).toBe(0);
          if (size === 0 && held.shift() !== undefined) ring.release();
          for (const { piece: kept, fill } of held) {
            const bytes = new Uint8Array(memory, kept.offset, kept.length);
            expect([...new Set(bytes)]).toEqual([fill]);
          }
        }
        while (held.shift() !== undefined) ring.release();
        expect(ring.used).toBe(0);
      }),
    );
  });
});
