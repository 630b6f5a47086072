// AssemblyScript, not TypeScript: compiled to dist/logs/matcher/scan.wasm by `npm run build`. The memory is described in ../README.md.

import { beginLines } from './lines';
import { countNewlines } from './newlines';

export { knownAddress, lineAddress, nextLine } from './lines';
export { forgetPayloads, payloadAddress, payloadLength, remember } from './payloads';
export { stampCount, stampEnd, stampKind, stampStart } from './stamps';

/** Where the text of a block begins, and the most bytes of it. Some bytes after it may be read, and mean nothing. */
const TEXT: usize = 0x1000;
const TEXT_BYTES: u32 = 0x20000;
/** Where hits are written: of 12 bytes each, as many as a block has bytes. */
const HITS: usize = 0x22000;
const HIT_BYTES: usize = 12;
/** Where the tables of literal sets begin; the caller gives out the memory from here. */
const TABLES: usize = 0x2fb000;
const LANES: u32 = 4;

export const textAddress: usize = TEXT;
export const textBytes: u32 = TEXT_BYTES;
export const hitsAddress: usize = HITS;
export const tablesAddress: usize = TABLES;

/** Odd, its bits well mixed: 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
const HASH: u64 = 0x9e3779b97f4a7c15;

/** A set of grams: what every sample of the text is compared with. */
@unmanaged
class GramSet {
  /** The bytes of a sample that count: the lowest `q` of eight. */
  mask: u64;
  /** Distance of two samples. */
  stride: u32;
  /** A byte for each hash, 1 when a gram has it. */
  filter: u32;
  filterBits: u32;
  /** For each shorter hash the first entry that has it. */
  chains: u32;
  chainBits: u32;
  /** Hits that must find room before a sample is verified. */
  entries: u32;
}

@unmanaged
class GramEntry {
  gram: u64;
  next: u32;
  /** Bytes of the literal before the gram. */
  before: u32;
  length: u32;
  /** Address of the literal's bytes. */
  bytes: u32;
  literal: u32;
}

/** A dense automaton, see ../automaton.ts. */
@unmanaged
class Automaton {
  classes: u32;
  table: u32;
}

@inline
function hashOf(gram: u64, bits: u32): usize {
  return <usize>((gram * HASH) >>> (64 - <u64>bits));
}

/** Adds an entry whose fields other than `gram` and `next` are set. */
export function addGram(set: GramSet, entry: GramEntry): void {
  const gram = load<u64>(<usize>(entry.bytes + entry.before)) & set.mask;
  const chain = <usize>set.chains + (hashOf(gram, set.chainBits) << 2);
  entry.gram = gram;
  entry.next = load<u32>(chain);
  store<u32>(chain, changetype<u32>(entry));
  store<u8>(<usize>set.filter + hashOf(gram, set.filterBits), 1);
  set.entries++;
}

/** Up to where newlines were counted, and how many there were since `begin`. */
let countedTo: usize = 0;
let newlines: u32 = 0;
/** The sample to go on with. */
let nextSample: usize = 0;
/** Samples that passed the filter. */
let candidates: u32 = 0;

/** Begins a block of text, of which the first `seen` bytes were scanned and counted with the block before. */
export function begin(seen: u32): void {
  countedTo = TEXT + seen;
  newlines = 0;
  nextSample = TEXT;
  candidates = 0;
}

/** Counts the newlines up to the end of a block. */
export function finish(length: u32): u32 {
  countTo(TEXT + length);
  return newlines;
}

export function candidatesOfBlock(): u32 {
  return candidates;
}

/** Whether the hits filled their memory before the text was scanned. */
export function isUnfinished(length: u32): bool {
  return nextSample < TEXT + length;
}

/** Begins with the lines of the hits that the last scan gave. */
export function gatherLines(hits: u32, length: u32): void {
  beginLines(HITS, HITS + <usize>hits * HIT_BYTES, TEXT, TEXT + length);
}

function countTo(address: usize): void {
  if (address <= countedTo) return;
  newlines += countNewlines(countedTo, address);
  countedTo = address;
}

@inline
function writeHit(hit: usize, what: u32, end: usize): usize {
  store<u32>(hit, what);
  store<u32>(hit, <u32>(end - TEXT), 4);
  return hit + HIT_BYTES;
}

/** Puts the newlines before each hit beside it. Hits of one line may stand in any order. */
function numberLines(from: usize, to: usize): void {
  for (let hit = from; hit < to; hit += HIT_BYTES) {
    countTo(TEXT + load<u32>(hit, 4));
    store<u32>(hit, newlines, 8);
  }
}

@inline
function passes(address: usize, mask: u64, filter: usize, bits: u32): u32 {
  return load<u8>(filter + hashOf(load<u64>(address) & mask, bits));
}

/**
 * Finds literals by samples of the text: any occurrence holds exactly one sample that is one of its literal's grams.
 * @returns number of hits; `isUnfinished` tells whether there may be more.
 */
export function scanGrams(set: GramSet, seen: u32, length: u32): u32 {
  const mask = set.mask;
  const filter = <usize>set.filter;
  const bits = set.filterBits;
  const stride = <usize>set.stride;
  const end = TEXT + length;
  const lastHit = HITS + <usize>(TEXT_BYTES - set.entries * 4) * HIT_BYTES;
  let hit = HITS;
  let sample = nextSample;
  for (; sample < end && hit <= lastHit; sample += 4 * stride) {
    const b = sample + stride;
    const c = b + stride;
    const d = c + stride;
    const some = passes(sample, mask, filter, bits) | passes(b, mask, filter, bits);
    if (!(some | passes(c, mask, filter, bits) | passes(d, mask, filter, bits))) continue;
    for (let one = sample; one <= d; one += stride) {
      if (!passes(one, mask, filter, bits)) continue;
      candidates++;
      hit = verify(set, one, TEXT + seen, end, hit);
    }
  }
  nextSample = sample;
  numberLines(HITS, hit);
  return <u32>((hit - HITS) / HIT_BYTES);
}

/** Compares the literals that have a gram with the text around it. */
function verify(set: GramSet, sample: usize, seen: usize, end: usize, firstHit: usize): usize {
  const gram = load<u64>(sample) & set.mask;
  let hit = firstHit;
  let address = load<u32>(<usize>set.chains + (hashOf(gram, set.chainBits) << 2));
  while (address) {
    const entry = changetype<GramEntry>(<usize>address);
    if (entry.gram == gram) {
      const start = sample - entry.before;
      const stop = start + entry.length;
      if (start >= TEXT && stop <= end && stop > seen && isEqual(start, entry.bytes, entry.length)) {
        hit = writeHit(hit, entry.literal, stop);
      }
    }
    address = entry.next;
  }
  return hit;
}

@inline
function isEqual(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(a + at) != load<u64>(b + at)) return false;
  for (; at < length; at++) if (load<u8>(a + at) != load<u8>(b + at)) return false;
  return true;
}

/** The state after some bytes, the hits in them being someone else's. */
function stateAfter(automaton: Automaton, from: usize, to: usize): i32 {
  let state: i32 = 0;
  for (let at = from; at < to; at++) {
    state = abs(step(automaton.table, automaton.classes, state, at));
  }
  return state;
}

@inline
function step(table: usize, classes: usize, state: i32, address: usize): i32 {
  return load<i32>(table + <usize>(state + (<i32>load<u8>(classes + load<u8>(address)) << 2)));
}

/**
 * Finds literals with an automaton that walks through the four quarters of the text at once, so that its loads overlap. A hit tells the
 * state, not the literals.
 * @param before bytes that decide the state: the longest literal's length less one.
 * @returns number of hits.
 */
export function scanLanes(automaton: Automaton, before: u32, seen: u32, length: u32): u32 {
  const table = <usize>automaton.table;
  const classes = <usize>automaton.classes;
  const quarter = <usize>((length - seen) / LANES);
  let pa = TEXT + seen;
  let pb = pa + quarter;
  let pc = pb + quarter;
  let pd = pc + quarter;
  const stop = pb;
  let a = stateAfter(automaton, max(TEXT, pa - before), pa);
  let b = stateAfter(automaton, max(TEXT, pb - before), pb);
  let c = stateAfter(automaton, max(TEXT, pc - before), pc);
  let d = stateAfter(automaton, max(TEXT, pd - before), pd);
  const ring = <usize>(TEXT_BYTES / LANES) * HIT_BYTES;
  let ha = HITS;
  let hb = ha + ring;
  let hc = hb + ring;
  let hd = hc + ring;
  while (pa < stop) {
    a = step(table, classes, a, pa++);
    b = step(table, classes, b, pb++);
    c = step(table, classes, c, pc++);
    d = step(table, classes, d, pd++);
    if ((a | b | c | d) >= 0) continue;
    if (a < 0) ha = writeHit(ha, (a = -a), pa);
    if (b < 0) hb = writeHit(hb, (b = -b), pb);
    if (c < 0) hc = writeHit(hc, (c = -c), pc);
    if (d < 0) hd = writeHit(hd, (d = -d), pd);
  }
  for (const end = TEXT + length; pd < end; ) {
    d = step(table, classes, d, pd++);
    if (d < 0) hd = writeHit(hd, (d = -d), pd);
  }
  nextSample = TEXT + length;
  ha = join(ha, HITS + ring, hb);
  ha = join(ha, HITS + 2 * ring, hc);
  ha = join(ha, HITS + 3 * ring, hd);
  numberLines(HITS, ha);
  return <u32>((ha - HITS) / HIT_BYTES);
}

/** Puts the hits of a quarter behind those before it. */
function join(end: usize, from: usize, to: usize): usize {
  memory.copy(end, from, to - from);
  return end + (to - from);
}
