// AssemblyScript, not TypeScript. The memory is described in ../README.md.

import { HIT_BYTES, HITS, TEXT_BYTES, writeHit } from './memory';

/** Odd, its bits well mixed: 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
const HASH: u64 = 0x9e3779b97f4a7c15;

/** A set of grams: what every sample of the text is compared with. */
@unmanaged
export class GramSet {
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
export class GramEntry {
  gram: u64;
  next: u32;
  /** Bytes of the literal before the gram. */
  before: u32;
  length: u32;
  /** Address of the literal's bytes. */
  bytes: u32;
  literal: u32;
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

/** Samples that passed the filter and were verified in vain since `beginGrams`. */
export let vainSamples: u32 = 0;
/** The sample that the last search would have gone on with: before its end when the hits filled their memory. */
export let nextSample: usize = 0;

export function beginGrams(): void {
  vainSamples = 0;
}

@inline
function passes(address: usize, mask: u64, filter: usize, bits: u32): u32 {
  return load<u8>(filter + hashOf(load<u64>(address) & mask, bits));
}

/**
 * Finds literals by samples of the text: any occurrence holds exactly one sample that is one of its literal's grams.
 * @param seen literals that end before are somebody else's.
 * @returns where the hits end that were written from `HITS` on.
 */
export function findGrams(set: GramSet, from: usize, seen: usize, end: usize): usize {
  const mask = set.mask;
  const filter = <usize>set.filter;
  const bits = set.filterBits;
  const stride = <usize>set.stride;
  const lastHit = HITS + <usize>(TEXT_BYTES - set.entries * 4) * HIT_BYTES;
  let hit = HITS;
  let sample = from;
  for (; sample < end && hit <= lastHit; sample += 4 * stride) {
    const b = sample + stride;
    const c = b + stride;
    const d = c + stride;
    const some = passes(sample, mask, filter, bits) | passes(b, mask, filter, bits);
    if (!(some | passes(c, mask, filter, bits) | passes(d, mask, filter, bits))) continue;
    for (let one = sample; one <= d; one += stride) {
      if (!passes(one, mask, filter, bits)) continue;
      const before = hit;
      hit = verify(set, one, seen, end, from, hit);
      vainSamples += <u32>(hit == before);
    }
  }
  nextSample = sample;
  return hit;
}

/** Compares the literals that have a gram with the text around it. */
function verify(set: GramSet, sample: usize, seen: usize, end: usize, from: usize, firstHit: usize): usize {
  const gram = load<u64>(sample) & set.mask;
  let hit = firstHit;
  let address = load<u32>(<usize>set.chains + (hashOf(gram, set.chainBits) << 2));
  while (address) {
    const entry = changetype<GramEntry>(<usize>address);
    if (entry.gram == gram) {
      const start = sample - entry.before;
      const stop = start + entry.length;
      if (start >= from && stop <= end && stop > seen && isEqual(start, entry.bytes, entry.length)) {
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
