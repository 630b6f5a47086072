// AssemblyScript, not TypeScript: compiled to dist/logs/matcher/scan.wasm by `npm run build`. The memory is described in ../README.md.

import { beginGrams, findGrams, GramSet, nextSample, vainSamples } from './grams';
import { Automaton, findStates } from './lanes';
import { beginLines, beginSkim } from './lines';
import { HIT_BYTES, HITS, TABLES, TEXT, TEXT_BYTES } from './memory';
import { countNewlines } from './newlines';

export { addGram } from './grams';
export { knownAddress, knownOfBlock, lineAddress, nextLine, nextSkimmed, skimmedBytes, skimmedLines } from './lines';
export { forgetPayloads, payloadAddress, payloadLength, remember } from './payloads';
export { dayOf, timeOfDay } from './stamp-values';
export { stampCount, stampEnd, stampKind, stampStart } from './stamps';

export const textAddress: usize = TEXT;
export const textBytes: u32 = TEXT_BYTES;
export const hitsAddress: usize = HITS;
export const tablesAddress: usize = TABLES;

/** Up to where newlines were counted, and how many there were since `begin`. */
let countedTo: usize = 0;
let newlines: u32 = 0;

/** Begins a block of text, of which the first `seen` bytes were scanned and counted with the block before. */
export function begin(seen: u32): void {
  countedTo = TEXT + seen;
  newlines = 0;
  beginGrams();
}

/** Counts the newlines up to the end of a block. */
export function finish(length: u32): u32 {
  countTo(TEXT + length);
  return newlines;
}

export function vainSamplesOfBlock(): u32 {
  return vainSamples;
}

/** Begins with the lines of the hits that the last scan gave. */
export function gatherLines(hits: u32, length: u32): void {
  beginLines(HITS, HITS + <usize>hits * HIT_BYTES, TEXT, TEXT + length);
}

/** Begins a block of whole lines that is skimmed, see `nextSkimmed`. */
export function skim(length: u32): void {
  beginGrams();
  beginSkim(TEXT, TEXT + length);
}

/**
 * Finds the hits of a block with its grams.
 * @returns their number; `isUnfinished` tells whether there may be more.
 */
export function scanGrams(set: GramSet, seen: u32, length: u32): u32 {
  return numbered(findGrams(set, TEXT, TEXT + seen, TEXT + length));
}

/** Whether the hits filled their memory before all grams were looked at. */
export function isUnfinished(length: u32): bool {
  return nextSample < TEXT + length;
}

/** Finds the hits of a block with an automaton. @param before as of `findStates`. @returns their number. */
export function scanLanes(automaton: Automaton, before: u32, seen: u32, length: u32): u32 {
  return numbered(findStates(automaton, before, seen, length));
}

/** Puts the newlines before each hit beside it. Hits of one line may stand in any order. @returns number of hits up to `end`. */
function numbered(end: usize): u32 {
  for (let hit = HITS; hit < end; hit += HIT_BYTES) {
    countTo(TEXT + load<u32>(hit, 4));
    store<u32>(hit, newlines, 8);
  }
  return <u32>((end - HITS) / HIT_BYTES);
}

function countTo(address: usize): void {
  if (address <= countedTo) return;
  newlines += countNewlines(countedTo, address);
  countedTo = address;
}
