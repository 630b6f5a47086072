// AssemblyScript, not TypeScript. The memory is described in ../README.md.

import { writeFixed } from './stamp-values';
import { addStamp, findStamps, forgetStamps, hasShape, stampCount, stampEnd, stampKind, stampStart } from './stamps';

const NEWLINE: u8 = 0x0a;
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

const HASHED_AT_ONCE: usize = 32;
/** Odd, their bits well mixed. */
const MIX_A: u64 = 0x9e37_79b9_7f4a_7c15;
const MIX_B: u64 = 0x9fb2_1c65_1e98_df25;

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
  /** Address of the slot whose payload followed the last time; 0 at first. */
  next: u32;
}

/** Lies before the text of a payload: where the stamps are in the lines that have it. */
@unmanaged
class Shape {
  lineLength: u32;
  stamps: u32;
}

/** Of one stamp: its kind, where it begins in the line, its length, and the length of what stands for it in the payload. */
@unmanaged
class StampShape {
  kind: u16;
  start: u16;
  length: u16;
  fixedLength: u16;
}

const STAMP_SHAPE_BYTES: usize = offsetof<StampShape>();
const SHAPE_BYTES: usize = offsetof<Shape>() + 3 * STAMP_SHAPE_BYTES;

let generation: u32 = 1;
let payloads: u32 = 0;
let stored: usize = 0;
let hash: u64 = 0;
/** Address of the slot of the line that was known last, 0 when there is none. */
let previous: u32 = 0;
/** Of the payload that was made last. */
const fixedLengths = memory.data(12);
let lineStart: usize = 0;
let lineLength: u32 = 0;

/** Forgets all payloads. */
export function forgetPayloads(): void {
  generation++;
  payloads = 0;
  stored = 0;
  previous = 0;
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
  lineStart = start;
  lineLength = <u32>(end - start);
  findStamps(start, end);
  let from = start;
  let to = PAYLOAD;
  for (let index: u32 = 0; index < stampCount; index++) {
    const size = stampStart(index) - from;
    memory.copy(to, from, size);
    to += size;
    const fixedEnd = writeFixed(index, to);
    store<u32>(fixedLengths + (<usize>index << 2), <u32>(fixedEnd - to));
    to = fixedEnd;
    from = stampEnd(index);
  }
  memory.copy(to, from, end - from);
  to += end - from;
  for (let zeros: usize = 0; zeros < HASHED_AT_ONCE; zeros += 8) store<u64>(to + zeros, 0);
  payloadLength = to - PAYLOAD;
  hash = hashOf(PAYLOAD, to);
  const slot = find();
  if (slot.generation != generation) return 0;
  return follow(slot);
}

/**
 * Tells whether the payload that followed that of the line before when it was met last is also that of the line at a place: most logs that repeat do
 * so in the same order. The line is compared with the payload around its stamps, and those are read where the payload has them; what decides where
 * stamps are is then the same in both.
 * @param limit where the text ends.
 * @returns as of `identify`.
 */
export function identifyNext(start: usize, limit: usize): u32 {
  if (!previous) return 0;
  const address = changetype<Slot>(<usize>previous).next;
  if (!address) return 0;
  const slot = changetype<Slot>(<usize>address);
  if (slot.generation != generation) return 0;
  const shape = changetype<Shape>(<usize>slot.address - SHAPE_BYTES);
  const end = start + <usize>shape.lineLength;
  if (end > limit || (end < limit && load<u8>(end) != NEWLINE)) return 0;
  let line = start;
  let text = <usize>slot.address;
  const stamps = changetype<usize>(shape) + offsetof<Shape>();
  forgetStamps(end);
  for (let index: u32 = 0; index < shape.stamps; index++) {
    const stamp = changetype<StampShape>(stamps + <usize>index * STAMP_SHAPE_BYTES);
    const place = start + <usize>stamp.start;
    const size = place - line;
    if (!isSame(line, text, size)) return 0;
    text += size;
    if (!hasShape(stamp.kind, place, <usize>stamp.length, text)) return 0;
    addStamp(stamp.kind, place, place + <usize>stamp.length);
    text += <usize>stamp.fixedLength;
    line = place + <usize>stamp.length;
  }
  return isSame(line, text, end - line) ? follow(slot) : 0;
}

/** Where the line ends that was identified by `identifyNext`. */
export function nextLineEnd(start: usize): usize {
  return start + <usize>changetype<Shape>(<usize>changetype<Slot>(<usize>previous).address - SHAPE_BYTES).lineLength;
}

/** Notes that the line has the payload of a slot. @returns its number. */
function follow(slot: Slot): u32 {
  const address = changetype<u32>(slot);
  if (previous) changetype<Slot>(<usize>previous).next = address;
  previous = address;
  knownStamp = slot.stamp;
  return slot.number;
}

@inline
function isSame(a: usize, b: usize, length: usize): bool {
  if (length < 8) {
    for (let at: usize = 0; at < length; at++) if (load<u8>(a + at) != load<u8>(b + at)) return false;
    return true;
  }
  const last = length - 8;
  for (let at: usize = 0; at < last; at += 8) if (load<u64>(a + at) != load<u64>(b + at)) return false;
  return load<u64>(a + last) == load<u64>(b + last);
}

/**
 * Remembers the payload that was identified last.
 * @param stamp index of the stamp that is the time of its lines; UNTOLD when they need not be told.
 * @returns its number, from 1 on; 0 when it is too long.
 */
export function remember(stamp: u32): u32 {
  if (payloadLength == 0 || payloadLength > MAX_PAYLOAD) return 0;
  if (payloads == MAX_PAYLOADS || stored + SHAPE_BYTES + payloadLength + 8 > STORE_BYTES) forgetPayloads();
  const slot = find();
  if (slot.generation == generation) return slot.number;
  const address = STORE + stored + SHAPE_BYTES;
  keepShape(changetype<Shape>(STORE + stored));
  memory.copy(address, PAYLOAD, payloadLength);
  stored += SHAPE_BYTES + ((payloadLength + 7) & ~7);
  slot.hash = hash;
  slot.address = <u32>address;
  slot.length = <u32>payloadLength;
  slot.number = ++payloads;
  slot.generation = generation;
  slot.stamp = stamp;
  slot.next = 0;
  follow(slot);
  return payloads;
}

/** Keeps where the stamps of the line are whose payload was made last. */
function keepShape(shape: Shape): void {
  shape.lineLength = lineLength;
  shape.stamps = stampCount;
  const stamps = changetype<usize>(shape) + offsetof<Shape>();
  for (let index: u32 = 0; index < stampCount; index++) {
    const stamp = changetype<StampShape>(stamps + <usize>index * STAMP_SHAPE_BYTES);
    stamp.kind = <u16>stampKind(index);
    stamp.start = <u16>(stampStart(index) - lineStart);
    stamp.length = <u16>(stampEnd(index) - stampStart(index));
    stamp.fixedLength = <u16>load<u32>(fixedLengths + (<usize>index << 2));
  }
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

/** Zeros follow the last byte. Four numbers are mixed side by side, since each step of one waits for the step before it. */
function hashOf(from: usize, to: usize): u64 {
  let a: u64 = <u64>(to - from) * MIX_A;
  let b: u64 = a ^ MIX_B;
  let c: u64 = a + MIX_A;
  let d: u64 = b + MIX_B;
  for (let at = from; at < to; at += HASHED_AT_ONCE) {
    a = mix(a, load<u64>(at));
    b = mix(b, load<u64>(at, 8));
    c = mix(c, load<u64>(at, 16));
    d = mix(d, load<u64>(at, 24));
  }
  return mix(mix(mix(a, b), c), d);
}

@inline
function mix(value: u64, bytes: u64): u64 {
  const mixed = (value ^ bytes) * MIX_B;
  return mixed ^ (mixed >>> 32);
}
