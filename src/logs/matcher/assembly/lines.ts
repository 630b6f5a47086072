// AssemblyScript, not TypeScript. The memory is described in ../README.md.

import { identify } from './payloads';

const NEWLINE: i8 = 0x0a;
/** The line that `nextLine` found. */
const LINE: usize = 0x1a3000;

@unmanaged
class Line {
  /** Newlines before it in the block. */
  index: u32;
  /** Addresses of its first byte and of the byte after its last. */
  start: u32;
  end: u32;
  /** 0 when it is not known. */
  payload: u32;
  /** Address of the first of its hits, and of what follows the last. */
  firstHit: u32;
  endHit: u32;
}

@unmanaged
class Hit {
  what: u32;
  /** Address after the literal. */
  end: u32;
  index: u32;
}

const HIT_BYTES: usize = offsetof<Hit>();

export const lineAddress: usize = LINE;

let nextHit: usize = 0;
let endHit: usize = 0;
let textStart: usize = 0;
let textEnd: usize = 0;

/** Begins with the hits from `from` to `to` in a text. */
export function beginLines(from: usize, to: usize, start: usize, end: usize): void {
  nextHit = from;
  endHit = to;
  textStart = start;
  textEnd = end;
}

/**
 * Gathers the hits of the next line that has one within its first `maxLineBytes`.
 * @returns whether there is one; it is described at `lineAddress`.
 */
export function nextLine(maxLineBytes: u32): bool {
  const line = changetype<Line>(LINE);
  while (nextHit < endHit) {
    const first = nextHit;
    const index = changetype<Hit>(first).index;
    const end = changetype<Hit>(first).end;
    const start = lineStart(textStart + <usize>end);
    let isNear = false;
    for (; nextHit < endHit; nextHit += HIT_BYTES) {
      const hit = changetype<Hit>(nextHit);
      if (hit.index != index) break;
      isNear = isNear || textStart + <usize>hit.end - start <= <usize>maxLineBytes;
    }
    if (!isNear) continue;
    const stop = lineEnd(textStart + <usize>end);
    line.index = index;
    line.start = <u32>(start - textStart);
    line.end = <u32>(stop - textStart);
    line.payload = identify(start, stop);
    line.firstHit = <u32>first;
    line.endHit = <u32>nextHit;
    return true;
  }
  return false;
}

/** The address after the newline before a place; below the text stands no newline. */
function lineStart(place: usize): usize {
  const newline = i8x16.splat(NEWLINE);
  for (let at = place; at > textStart; at -= 16) {
    const found = <u32>i8x16.bitmask(i8x16.eq(v128.load(at - 16), newline));
    if (found) return max(textStart, at - 16 + (32 - <usize>clz(found)));
  }
  return textStart;
}

function lineEnd(place: usize): usize {
  const newline = i8x16.splat(NEWLINE);
  for (let at = place; at < textEnd; at += 16) {
    const found = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (found) return min(textEnd, at + <usize>ctz(found));
  }
  return textEnd;
}
