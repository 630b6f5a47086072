// AssemblyScript, not TypeScript. The memory is described in ../README.md.

import { findStamps, stampCount, stampEnd, stampStart, writeFixed } from './stamps';

/** In place of a stamp's index: lines of the payload need not be told. */
export const UNTOLD: u32 = 0xffff_ffff;

/** The payload of the line that was identified last, and its bytes, 0 when it is too long; fixed stamps may be longer than what they stand for. */
const PAYLOAD: usize = 0x1a4000;
export const payloadAddress: usize = PAYLOAD;
export let payloadLength: usize = 0;
/** Longer payloads are not remembered. */
const MAX_PAYLOAD: usize = 0x2000;
const SLOTS: usize = 0x1a7000;
const SLOT_COUNT: u32 = 0x2000;
const MAX_PAYLOADS: u32 = 0x1000;
const STORE: usize = 0x1e7000;
const STORE_BYTES: usize = 0x100000;

@unmanaged
class Slot {
  hash: u64;
  address: u32;
  length: u32;
  number: u32;
  /** The slot is free unless it is the present one. */
  generation: u32;
  /** Index of the stamp that is the line's time, or UNTOLD. */
  stamp: u32;
  unused: u32;
}

let generation: u32 = 1;
let payloads: u32 = 0;
let stored: usize = 0;
let hash: u64 = 0;

/** Forgets all payloads. */
export function forgetPayloads(): void {
  generation++;
  payloads = 0;
  stored = 0;
}

/** Of the payload that was identified last and is known: see `remember`. */
export let knownStamp: u32 = 0;

/**
 * Makes the payload of a line: the line with fixed stamps in place of its own.
 * @returns the number it was remembered by, 0 when it is not known.
 */
export function identify(start: usize, end: usize): u32 {
  payloadLength = 0;
  if (end - start > MAX_PAYLOAD) return 0;
  findStamps(start, end);
  let from = start;
  let to = PAYLOAD;
  for (let index: u32 = 0; index < stampCount; index++) {
    const size = stampStart(index) - from;
    memory.copy(to, from, size);
    to = writeFixed(index, to + size);
    from = stampEnd(index);
  }
  memory.copy(to, from, end - from);
  to += end - from;
  store<u64>(to, 0);
  payloadLength = to - PAYLOAD;
  hash = hashOf(PAYLOAD, to);
  const slot = find();
  knownStamp = slot.stamp;
  return slot.generation == generation ? slot.number : 0;
}

/**
 * Remembers the payload that was identified last.
 * @param stamp index of the stamp that is the time of its lines; UNTOLD when they need not be told.
 * @returns its number, from 1 on; 0 when it is too long.
 */
export function remember(stamp: u32): u32 {
  if (payloadLength == 0 || payloadLength > MAX_PAYLOAD) return 0;
  if (payloads == MAX_PAYLOADS || stored + payloadLength + 8 > STORE_BYTES) forgetPayloads();
  const slot = find();
  if (slot.generation == generation) return slot.number;
  const address = STORE + stored;
  memory.copy(address, PAYLOAD, payloadLength);
  stored += (payloadLength + 7) & ~7;
  slot.hash = hash;
  slot.address = <u32>address;
  slot.length = <u32>payloadLength;
  slot.number = ++payloads;
  slot.generation = generation;
  slot.stamp = stamp;
  return payloads;
}

/** The slot of the payload, or the one it would take. */
function find(): Slot {
  let index = <u32>(hash >>> 32) & (SLOT_COUNT - 1);
  let slot = slotAt(index);
  while (slot.generation == generation && !holdsPayload(slot)) {
    index = (index + 1) & (SLOT_COUNT - 1);
    slot = slotAt(index);
  }
  return slot;
}

@inline
function slotAt(index: u32): Slot {
  return changetype<Slot>(SLOTS + <usize>index * offsetof<Slot>());
}

@inline
function holdsPayload(slot: Slot): bool {
  return slot.hash == hash && slot.length == <u32>payloadLength && !memory.compare(<usize>slot.address, PAYLOAD, payloadLength);
}

/** Zeros follow the last byte. */
function hashOf(from: usize, to: usize): u64 {
  let value: u64 = <u64>(to - from) * 0x9e37_79b9_7f4a_7c15;
  for (let at = from; at < to; at += 8) {
    value = (value ^ load<u64>(at)) * 0x9fb2_1c65_1e98_df25;
    value ^= value >>> 32;
  }
  return value;
}
