// AssemblyScript, not TypeScript. The memory is described in ../README.md.

import { HIT_BYTES, HITS, TEXT, TEXT_BYTES, writeHit } from './memory';

const LANES: u32 = 4;

/** A dense automaton, see ../automaton.ts. */
@unmanaged
export class Automaton {
  classes: u32;
  table: u32;
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
 * @returns where the hits end that were written from `HITS` on.
 */
export function findStates(automaton: Automaton, before: u32, seen: u32, length: u32): usize {
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
  ha = join(ha, HITS + ring, hb);
  ha = join(ha, HITS + 2 * ring, hc);
  ha = join(ha, HITS + 3 * ring, hd);
  return ha;
}

/** Puts the hits of a quarter behind those before it. */
function join(end: usize, from: usize, to: usize): usize {
  memory.copy(end, from, to - from);
  return end + (to - from);
}
