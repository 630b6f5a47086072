// AssemblyScript, not TypeScript. What stamps say, and what stands for them in a payload.

import {
  CLOCK,
  DATE_TIME,
  EPOCH,
  KLOG,
  MONTH_DAY,
  SPACE,
  ZERO,
  dateDay,
  isDigit,
  isLastDate,
  monthOf,
  pairOf,
  readDate,
  stampEnd,
  stampKind,
  stampStart,
  two,
} from './stamps';

/** Day of a stamp: `yyyymmdd`, `mmdd` where it states no year; 0 when it is a number of seconds. */
export function dayOf(index: u32): u32 {
  const kind = stampKind(index);
  const start = stampStart(index);
  if (kind == DATE_TIME) {
    if (!isLastDate(start)) readDate(start);
    return dateDay;
  }
  if (kind == KLOG) return two(start) * 100 + two(start + 2);
  if (kind == EPOCH) return 0;
  const day = two(start + 4);
  // ` 5`, or `5` alone.
  return monthOf(start) * 100 + (day <= 31 ? day : <u32>(load<u8>(load<u8>(start + 4) == SPACE ? start + 5 : start + 4) - ZERO));
}

/** Milliseconds since midnight of a stamp that states a day, computed as the text is read in TypeScript, so that both are equal. */
export function timeOfDay(index: u32): f64 {
  const kind = stampKind(index);
  const start = stampStart(index);
  const end = stampEnd(index);
  const clock = start + (kind == DATE_TIME ? 11 : kind == KLOG ? 5 : load<u8>(start + 5) == SPACE ? 6 : 7);
  const digits = load<u64>(clock) ^ CLOCK;
  const whole = ((pairOf(digits) * 60 + pairOf(digits >>> 24)) * 60 + pairOf(digits >>> 48)) * 1000;
  let fraction: f64 = 0;
  let unit: f64 = 1;
  for (let digit = clock + 9; digit < end; digit++) {
    fraction = fraction * 10 + <f64>(load<u8>(digit) - ZERO);
    unit *= 10;
  }
  return <f64>whole + (fraction / unit) * 1000;
}

/** Writes the fixed stamp that stands for a stamp in the payload. @returns the address after it. */
export function writeFixed(index: u32, to: usize): usize {
  const kind = stampKind(index);
  const start = stampStart(index);
  const end = stampEnd(index);
  if (kind == DATE_TIME) {
    memory.copy(to, start, 19);
    store<u32>(to, 0x3137_3931);
    store<u16>(to, 0x3130 + (<u16>index << 8), 5);
    store<u16>(to, 0x3230, 8);
    writeClock(to + 11);
    return writeFraction(to + 19, start + 19, end);
  }
  if (kind == MONTH_DAY) {
    // `Jan 02 `
    store<u32>(to, 0x206e_614a);
    store<u16>(to, 0x3230 + (<u16>index << 8), 4);
    store<u8>(to, SPACE, 6);
    writeClock(to + 7);
    return writeFraction(to + 15, start + 15 - <usize>(load<u8>(start + 6) != SPACE), end);
  }
  if (kind == KLOG) {
    // `0102 `
    store<u16>(to, 0x3130);
    store<u16>(to, 0x3230 + (<u16>index << 8), 2);
    store<u8>(to, SPACE, 4);
    writeClock(to + 5);
    return writeFraction(to + 13, start + 13, end);
  }
  let digits: usize = 0;
  while (start + digits < end && isDigit(load<u8>(start + digits))) digits++;
  memory.fill(to, ZERO, digits);
  store<u8>(to, 0x31);
  store<u8>(to, ZERO + <u8>index, 1);
  return to + digits;
}

/** `03:04:05` */
function writeClock(to: usize): void {
  store<u64>(to, 0x3530_3a34_303a_3330);
}

/** Zeros: 3 or 6 where the original has so many, else 9, since trailing zeros are often left out. */
function writeFraction(to: usize, from: usize, end: usize): usize {
  if (from >= end) return to;
  const digits = end - from - 1;
  const zeros: usize = digits == 3 || digits == 6 ? digits : 9;
  store<u8>(to, load<u8>(from));
  memory.fill(to + 1, ZERO, zeros);
  return to + 1 + zeros;
}
