// AssemblyScript, not TypeScript. The memory is described in ../README.md.

import { findGrams, GramSet, nextSample } from './grams';
import { HIT_BYTES, HITS } from './memory';
import { identify, identifyNext, knownStamp, nextLineEnd, UNTOLD } from './payloads';
import { dayOf, timeOfDay } from './stamp-values';
import { stampEnd, stampStart } from './stamps';

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
  /** Address of the first of its hits, and of what follows the last. */
  firstHit: u32;
  endHit: u32;
}

/** The lines of remembered payloads before it. */
const KNOWN: usize = 0x2e7000;
const MAX_KNOWN: u32 = 0x800;

@unmanaged
class KnownLine {
  payload: u32;
  index: u32;
  start: u32;
  end: u32;
  stampStart: u32;
  stampEnd: u32;
  day: u32;
  unused: u32;
  timeOfDay: f64;
}

const KNOWN_BYTES: usize = offsetof<KnownLine>();

@unmanaged
class Hit {
  what: u32;
  /** Address after the literal. */
  end: u32;
  index: u32;
}

export const lineAddress: usize = LINE;
export const knownAddress: usize = KNOWN;

/** What `nextLine` found: its last two bits. */
const NO_LINE: u32 = 0;
const LINE_FOUND: u32 = 1;
const KNOWN_FULL: u32 = 2;
/** Of `nextSkimmed` only: a line has more hits than there is room for. */
const HITS_FULL: u32 = 3;

let nextHit: usize = 0;
let endHit: usize = 0;
let textStart: usize = 0;
let textEnd: usize = 0;
/** Lines of known payloads since `begin...`. */
let knownLines: u32 = 0;

/** Begins with the hits from `from` to `to` in a text. */
export function beginLines(from: usize, to: usize, start: usize, end: usize): void {
  nextHit = from;
  endHit = to;
  textStart = start;
  textEnd = end;
  knownLines = 0;
}

export function knownOfBlock(): u32 {
  return knownLines;
}

/**
 * Gathers the hits of the next line that has one within its first `maxLineBytes`. Lines of a payload that was remembered are only noted down, at
 * `knownAddress`, or passed over.
 * @returns four times the number of lines that were noted down, and 1 when there is a line, described at `lineAddress`; 2 when no more can
 * be noted down; 0 when there are no more lines.
 */
export function nextLine(maxLineBytes: u32): u32 {
  let known: u32 = 0;
  while (nextHit < endHit) {
    if (known == MAX_KNOWN) return (known << 2) | KNOWN_FULL;
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
    let payload = identifyNext(start, textEnd);
    const stop = payload ? nextLineEnd(start) : lineEnd(textStart + <usize>end);
    if (!payload) payload = identify(start, stop);
    if (payload) {
      knownLines++;
      if (knownStamp != UNTOLD) noteKnown(known++, payload, index, start, stop);
      continue;
    }
    describe(index, start, stop, first, nextHit);
    return (known << 2) | LINE_FOUND;
  }
  return (known << 2) | NO_LINE;
}

/** The next line that is skimmed, and the newlines before it. */
let skimAt: usize = 0;
let skimmed: u32 = 0;

/** Begins with a text of whole lines; the last may lack its newline. */
export function beginSkim(start: usize, end: usize): void {
  textStart = start;
  textEnd = end;
  skimAt = start;
  skimmed = 0;
  knownLines = 0;
}

/** Newlines that were passed. */
export function skimmedLines(): u32 {
  return skimmed;
}

/** Bytes before the line that `nextSkimmed` would go on with. */
export function skimmedBytes(): u32 {
  return <u32>(skimAt - textStart);
}

/**
 * Does for a text what `nextLine` does for hits, line by line: literals are looked for only in lines that the payload expected next does not fit. For
 * texts of which much repeats; of others it would look at every line end in vain.
 * @returns as of `nextLine`, and 3 when a line has more hits than there is room for; it is the next then.
 */
export function nextSkimmed(set: GramSet, maxLineBytes: u32): u32 {
  let known: u32 = 0;
  while (skimAt < textEnd) {
    if (known == MAX_KNOWN) return (known << 2) | KNOWN_FULL;
    const start = skimAt;
    const index = skimmed;
    let payload = identifyNext(start, textEnd);
    const stop = payload ? nextLineEnd(start) : lineEnd(start);
    let endHit = HITS;
    if (!payload) {
      endHit = findGrams(set, start, start, stop);
      if (nextSample < stop) return (known << 2) | HITS_FULL;
    }
    skimAt = stop + 1;
    skimmed += <u32>(stop < textEnd);
    if (!payload) {
      if (!isAnyNear(HITS, endHit, start + <usize>maxLineBytes)) continue;
      payload = identify(start, stop);
    }
    if (payload) {
      knownLines++;
      if (knownStamp != UNTOLD) noteKnown(known++, payload, index, start, stop);
      continue;
    }
    describe(index, start, stop, HITS, endHit);
    return (known << 2) | LINE_FOUND;
  }
  return (known << 2) | NO_LINE;
}

function isAnyNear(from: usize, to: usize, limit: usize): bool {
  for (let hit = from; hit < to; hit += HIT_BYTES) {
    if (textStart + <usize>changetype<Hit>(hit).end <= limit) return true;
  }
  return false;
}

function describe(index: u32, start: usize, end: usize, firstHit: usize, endHit: usize): void {
  const line = changetype<Line>(LINE);
  line.index = index;
  line.start = <u32>(start - textStart);
  line.end = <u32>(end - textStart);
  line.firstHit = <u32>firstHit;
  line.endHit = <u32>endHit;
}

function noteKnown(place: u32, payload: u32, index: u32, start: usize, end: usize): void {
  const line = changetype<KnownLine>(KNOWN + <usize>place * KNOWN_BYTES);
  const day = dayOf(knownStamp);
  line.payload = payload;
  line.index = index;
  line.start = <u32>(start - textStart);
  line.end = <u32>(end - textStart);
  line.stampStart = <u32>(stampStart(knownStamp) - textStart);
  line.stampEnd = <u32>(stampEnd(knownStamp) - textStart);
  line.day = day;
  line.timeOfDay = day ? timeOfDay(knownStamp) : 0;
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
