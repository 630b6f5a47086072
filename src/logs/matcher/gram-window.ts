/** How a set of literals is sampled. */
export interface Sampling {
  /** Distance of two samples, in bytes. */
  readonly stride: number;
  /** Bytes of a sample that are compared: at most 8. */
  readonly gram: number;
}

/** Wide strides read less; longer grams occur less often by chance. A stride must leave this many bytes for the gram. */
const CHOICES = [
  { stride: 8, atLeast: 6 },
  { stride: 4, atLeast: 4 },
  { stride: 2, atLeast: 4 },
] as const;

/**
 * Chooses the sampling by the shortest literal: a window of `stride + gram - 1` bytes must fit into it, so that wherever it occurs exactly
 * one sample begins at one of the window's first `stride` bytes and lies in it.
 * @param shortest length of the shortest literal in bytes, at least 1.
 */
export function chooseSampling(shortest: number): Sampling {
  for (const { stride, atLeast } of CHOICES) {
    const gram = Math.min(8, shortest - stride + 1);
    if (gram >= atLeast) return { stride, gram };
  }
  return { stride: 1, gram: Math.min(8, shortest) };
}

/** Bytes by how often they stand in logs, the commonest first; all others are rarer. */
const COMMON = Buffer.from(' etaoinsrhldcum0123456789-:.="/[]fpgwybvkTZ,');

/** How likely each byte is where any may stand. */
const CHANCES = Float64Array.from({ length: 256 }, (_, byte) => {
  const place = COMMON.indexOf(byte);
  return place === -1 ? 0.002 : 1 / (place + 6);
});

/** The windows that were found, by literal and stride and gram: the same literals are stored for the logs of many programs. */
const known = new WeakMap<Uint8Array, Map<string, number>>();

/** Offset of the window in a literal, which must not change, whose grams are the least likely to occur in other text. */
export function rarestWindow(literal: Uint8Array, sampling: Sampling): number {
  const windows = known.get(literal) ?? new Map<string, number>();
  known.set(literal, windows);
  const key = `${sampling.stride} ${sampling.gram}`;
  const window = windows.get(key) ?? findRarestWindow(literal, sampling);
  windows.set(key, window);
  return window;
}

function findRarestWindow(literal: Uint8Array, { stride, gram }: Sampling): number {
  const chances = Float64Array.from({ length: literal.length - gram + 1 }, (_, first) =>
    chanceOf(literal, first, gram),
  );
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let window = 0; window + stride <= chances.length; window++) {
    let chance = 0;
    for (let first = window; first < window + stride; first++) chance += chances[first] ?? 0;
    if (chance >= least) continue;
    least = chance;
    best = window;
  }
  return best;
}

function chanceOf(bytes: Uint8Array, from: number, length: number): number {
  let chance = 1;
  for (let at = from; at < from + length; at++) chance *= CHANCES[bytes[at] ?? 0] ?? 0;
  return chance;
}
