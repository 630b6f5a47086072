// AssemblyScript, not TypeScript. What counts as a stamp is told in ../../line-stamps.ts, which does the same in TypeScript.

export const DATE_TIME: u32 = 1;
export const MONTH_DAY: u32 = 2;
export const KLOG: u32 = 3;
export const EPOCH: u32 = 4;

const MAX_STAMPS: u32 = 3;

export const ZERO: u8 = 0x30;
export const SPACE: u8 = 0x20;
const COLON: u8 = 0x3a;
const DOT: u8 = 0x2e;
const COMMA: u8 = 0x2c;
const DASH: u8 = 0x2d;
const PLUS: u8 = 0x2b;
const SLASH: u8 = 0x2f;
const QUOTE: u8 = 0x22;
const EQUALS: u8 = 0x3d;
const OPEN_BRACKET: u8 = 0x5b;
const CLOSE_BRACKET: u8 = 0x5d;
const OPEN_BRACE: u8 = 0x7b;

/** The stamps of the line: how many, and of each its kind, first byte and the byte after it. */
export let stampCount: u32 = 0;
const kinds = memory.data(12);
const starts = memory.data(12);
const ends = memory.data(12);

export function stampStart(index: u32): usize {
  return <usize>load<u32>(starts + (index << 2));
}

export function stampEnd(index: u32): usize {
  return <usize>load<u32>(ends + (index << 2));
}

export function stampKind(index: u32): u32 {
  return load<u32>(kinds + (index << 2));
}

/** End of the line that is looked at; nothing is read beyond it. */
let limit: usize = 0;
/** Where the last stamp that was read ended. */
let after: usize = 0;

@inline
function at(address: usize): u8 {
  return address < limit ? load<u8>(address) : 0;
}

@inline
export function isDigit(byte: u8): bool {
  return byte - ZERO < 10;
}

/** Value of two digits, or 255. */
@inline
export function two(address: usize): u32 {
  const tens = at(address) - ZERO;
  const ones = at(address + 1) - ZERO;
  return tens < 10 && ones < 10 ? <u32>tens * 10 + <u32>ones : 255;
}

/** Value of the digits in the lowest two bytes. */
@inline
export function pairOf(digits: u64): u32 {
  return <u32>(digits & 0xff) * 10 + (<u32>(digits >>> 8) & 0xff);
}

/** Finds the stamps of a line. */
export function findStamps(start: usize, end: usize): void {
  limit = end;
  stampCount = 0;
  let place = start;
  while (stampCount < MAX_STAMPS) {
    const kind = readStamp(place);
    if (!kind) break;
    if (kind == KLOG) {
      add(kind, place + 1);
      return;
    }
    add(kind, place);
    const next = afterLayer(kind, after);
    if (!next) return;
    place = next;
  }
  if (stampCount < MAX_STAMPS) findInBody(place);
}

/** Begins anew, for a line that ends at a place. */
export function forgetStamps(end: usize): void {
  limit = end;
  stampCount = 0;
}

export function addStamp(kind: u32, start: usize, end: usize): void {
  store<u32>(kinds + (stampCount << 2), kind);
  store<u32>(starts + (stampCount << 2), <u32>start);
  store<u32>(ends + (stampCount << 2), <u32>end);
  stampCount++;
}

@inline
function add(kind: u32, start: usize): void {
  addStamp(kind, start, after);
}

/**
 * Whether a stamp of a kind and length is at a place, and what `writeFixed` would write for it is what stands at `fixed`. Kinds that could be written
 * in more than one way are left to `findStamps`.
 */
export function hasShape(kind: u32, place: usize, length: usize, fixed: usize): bool {
  if (kind == DATE_TIME) {
    return (
      readDateTime(place) &&
      after == place + length &&
      load<u8>(place + 4) == load<u8>(fixed + 4) &&
      load<u8>(place + 10) == load<u8>(fixed + 10) &&
      (length == 19 || load<u8>(place + 19) == load<u8>(fixed + 19))
    );
  }
  if (kind == KLOG) return readKlog(place - 1) && after == place + length;
  return kind == MONTH_DAY && length == 15 && readMonthDay(place) && after == place + length;
}

function readStamp(place: usize): u32 {
  const first = at(place);
  if (isDigit(first)) return readDateTime(place) ? DATE_TIME : 0;
  if (first - 0x41 >= 26) return 0;
  if (isDigit(at(place + 1))) return readKlog(place) ? KLOG : 0;
  return readMonthDay(place) ? MONTH_DAY : 0;
}

/** The date that was found last, which most often is the same as the next: its first eight bytes, the other two, and what `dayOf` says. */
let dateHead: u64 = 0;
let dateTail: u16 = 0;
export let dateDay: u32 = 0;

@inline
export function isLastDate(place: usize): bool {
  return load<u64>(place) == dateHead && load<u16>(place + 8) == dateTail;
}

function readDateTime(place: usize): bool {
  const half = at(place + 10);
  if (half != 0x54 && half != SPACE) return false;
  return (isLastDate(place) || readDate(place)) && readClock(place + 11, true);
}

/** `yyyy-mm-dd` or with slashes; nothing of it is beyond the limit. */
export function readDate(place: usize): bool {
  const century = two(place);
  const years = two(place + 2);
  const separator = at(place + 4);
  if (century > 99 || years > 99 || (separator != DASH && separator != SLASH) || at(place + 7) != separator) return false;
  const year = century * 100 + years;
  const month = two(place + 5);
  const day = two(place + 8);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysOf(month, year)) return false;
  dateHead = load<u64>(place);
  dateTail = load<u16>(place + 8);
  dateDay = year * 10_000 + month * 100 + day;
  return true;
}

function daysOf(month: u32, year: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** `00:00:00`: with it digits become their values and colons zero. */
export const CLOCK: u64 = 0x3030_3a30_303a_3030;

/** `hh:mm:ss` and a fraction of up to 12 digits. */
function readClock(place: usize, comma: bool): bool {
  if (place + 8 > limit) return false;
  const clock = load<u64>(place) ^ CLOCK;
  if (clock & 0xf0f0_fff0_f0ff_f0f0 || (clock + 0x0606_0006_0600_0606) & 0xf0f0_00f0_f000_f0f0) return false;
  if (pairOf(clock) > 23 || pairOf(clock >>> 24) > 59 || pairOf(clock >>> 48) > 60) return false;
  after = place + 8;
  const mark = at(after);
  if ((mark == DOT || (comma && mark == COMMA)) && isDigit(at(after + 1))) {
    let digit = after + 1;
    while (isDigit(at(digit))) digit++;
    if (digit - after > 13) return false;
    after = digit;
  }
  return true;
}

function readKlog(place: usize): bool {
  const letter = at(place);
  if (letter != 0x49 && letter != 0x57 && letter != 0x45 && letter != 0x46) return false;
  const month = two(place + 1);
  const day = two(place + 3);
  if (month < 1 || month > 12 || day < 1 || day > daysOf(month, 2000) || at(place + 5) != SPACE) return false;
  return readClock(place + 6, false) && after == place + 21 && at(after) == SPACE;
}

function readMonthDay(place: usize): bool {
  const month = monthOf(place);
  if (!month || at(place + 3) != SPACE) return false;
  let day = two(place + 4);
  let clock = place + 7;
  if (day > 31) {
    // ` 5`, or `5` alone.
    const padded = at(place + 4) == SPACE;
    const digit = at(padded ? place + 5 : place + 4) - ZERO;
    if (digit > 9) return false;
    day = <u32>digit;
    clock = padded ? place + 7 : place + 6;
  }
  if (day < 1 || day > daysOf(month, 2000) || at(clock - 1) != SPACE) return false;
  return readClock(clock, false);
}

/** Number of a month's English abbreviation, 0 for anything else. */
export function monthOf(place: usize): u32 {
  const name = (<u32>at(place) << 16) | (<u32>at(place + 1) << 8) | <u32>at(place + 2);
  switch (name) {
    case 0x4a616e: return 1;
    case 0x466562: return 2;
    case 0x4d6172: return 3;
    case 0x417072: return 4;
    case 0x4d6179: return 5;
    case 0x4a756e: return 6;
    case 0x4a756c: return 7;
    case 0x417567: return 8;
    case 0x536570: return 9;
    case 0x4f6374: return 10;
    case 0x4e6f76: return 11;
    case 0x446563: return 12;
    default: return 0;
  }
}

/** Where the next layer may begin after a stamp; 0 when what follows is no layer. */
function afterLayer(kind: u32, end: usize): usize {
  let place = end;
  let offset = false;
  if (kind == DATE_TIME) {
    const zone = at(place);
    if (zone == 0x5a) place++;
    else if (zone == PLUS || zone == DASH) {
      const minutes = place + (at(place + 3) == COLON ? 4 : 3);
      if (two(place + 1) > 99 || two(minutes) > 99) return 0;
      place = minutes + 2;
      offset = true;
    }
  }
  if (at(place) == COLON) place++;
  if (at(place) != SPACE) return 0;
  place++;
  if (matches(place, STDOUT) || matches(place, STDERR)) {
    const tag = at(place + 7);
    if ((tag == 0x46 || tag == 0x50) && at(place + 8) == SPACE) place += 9;
  }
  if (kind == MONTH_DAY || offset) place = afterTag(place);
  return at(place) == OPEN_BRACKET ? afterBracket(place) : place;
}

/** `stdout ` and `stderr `, read as numbers of eight bytes without the last. */
const STDOUT: u64 = 0x0020_7475_6f64_7473;
const STDERR: u64 = 0x0020_7272_6564_7473;

@inline
function matches(place: usize, word: u64): bool {
  return place + 8 <= limit && (load<u64>(place) & 0x00ff_ffff_ffff_ffff) == word;
}

/** After `host program[pid]: `, or the same place when there is none. */
function afterTag(place: usize): usize {
  let end = place;
  while (end < limit && load<u8>(end) != SPACE) end++;
  end++;
  while (end < limit && load<u8>(end) != SPACE) end++;
  return end < limit && load<u8>(end - 1) == COLON ? end + 1 : place;
}

/** After `[name] `, or the same place when it does not end. */
function afterBracket(place: usize): usize {
  const furthest = min(limit, place + 260);
  let end = place + 1;
  while (end < furthest && load<u8>(end) != CLOSE_BRACKET) end++;
  return end < furthest && at(end + 1) == SPACE ? end + 2 : place;
}

/** The time of logfmt, when it is the first pair, and that of JSON. */
function findInBody(place: usize): void {
  const first = at(place);
  if (first == OPEN_BRACE) {
    findInJson(place);
    return;
  }
  const isTime = first == 0x74 && at(place + 1) == 0x69 && at(place + 2) == 0x6d && at(place + 3) == 0x65;
  const isShort = first == 0x74 && at(place + 1) == 0x73;
  let value = isTime ? place + 4 : isShort ? place + 2 : 0;
  if (!value || at(value) != EQUALS) return;
  value++;
  if (at(value) == QUOTE) value++;
  if (readDateTime(value)) add(DATE_TIME, value);
}

function findInJson(place: usize): void {
  for (let quote = place + 1; quote < limit; quote++) {
    if (load<u8>(quote) != QUOTE) continue;
    let value = valueOfTime(quote);
    if (!value) continue;
    while (at(value) == SPACE) value++;
    const quoted = at(value) == QUOTE;
    if (quoted) value++;
    if (readDateTime(value)) add(DATE_TIME, value);
    else if (!quoted && readEpoch(value)) add(EPOCH, value);
    return;
  }
}

/** Where the value begins when the key at a quote is one of time, otherwise 0. */
function valueOfTime(quote: usize): usize {
  let key = quote + 1;
  if (at(key) == 0x40) key++;
  if (at(key) != 0x74) return 0;
  let end: usize = 0;
  if (at(key + 1) == 0x73) end = key + 2;
  else if (at(key + 1) == 0x69 && at(key + 2) == 0x6d && at(key + 3) == 0x65) {
    end = key + 4;
    if (at(end) == 0x73 && at(end + 1) == 0x74 && at(end + 2) == 0x61 && at(end + 3) == 0x6d && at(end + 4) == 0x70) end += 5;
  }
  return end && at(end) == QUOTE && at(end + 1) == COLON ? end + 2 : 0;
}

/** A number of 10, 13, 16 or 19 digits, perhaps with a fraction: seconds to nanoseconds since 1970. */
function readEpoch(place: usize): bool {
  if (at(place) - 0x31 >= 9) return false;
  let end = place;
  while (isDigit(at(end))) end++;
  const digits = end - place;
  if (digits != 10 && digits != 13 && digits != 16 && digits != 19) return false;
  if (at(end) == DOT && isDigit(at(end + 1))) {
    end++;
    while (isDigit(at(end))) end++;
  }
  const next = at(end);
  if (next != COMMA && next != 0x7d) return false;
  after = end;
  return true;
}
