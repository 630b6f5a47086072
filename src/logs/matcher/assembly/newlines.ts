// AssemblyScript, not TypeScript.

const NEWLINE: i8 = 0x0a;

/** Counts newlines between two addresses: 64 bytes at a time, then 16, then one. */
export function countNewlines(from: usize, to: usize): u32 {
  let count: u32 = 0;
  let at = from;
  for (; at + 2048 <= to; at += 2048) count += countIn2048(at);
  const newline = i8x16.splat(NEWLINE);
  for (; at + 16 <= to; at += 16) count += <u32>popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), newline)));
  for (; at < to; at++) count += <u32>(load<i8>(at) == NEWLINE);
  return count;
}

/** Each of 16 one-byte counters takes 128 bytes: none can overflow. */
function countIn2048(from: usize): u32 {
  const newline = i8x16.splat(NEWLINE);
  let counters = i8x16.splat(0);
  for (let at = from; at < from + 2048; at += 64) {
    counters = i8x16.sub(counters, i8x16.eq(v128.load(at), newline));
    counters = i8x16.sub(counters, i8x16.eq(v128.load(at, 16), newline));
    counters = i8x16.sub(counters, i8x16.eq(v128.load(at, 32), newline));
    counters = i8x16.sub(counters, i8x16.eq(v128.load(at, 48), newline));
  }
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counters));
  return <u32>(
    i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3)
  );
}
