import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { cachedDataVersionTag } from 'node:v8';

const DIGEST_BYTES = 32;

/**
 * Reads what V8 made of a program when it was built. V8 itself looks at little more than lengths and its own version: a damaged cache ends the
 * process, and one of another text of the same length would run that text. So the file begins with a digest of all that it depends on.
 * @param program the text of the program.
 * @returns undefined when there is no cache, or when it is damaged or of another program, engine or processor.
 */
export function readCodeCache(path: string, program: Uint8Array): Uint8Array | undefined {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return undefined;
  }
  const cache = file.subarray(DIGEST_BYTES);
  return digestOf(cache, program).equals(file.subarray(0, DIGEST_BYTES)) ? cache : undefined;
}

/** The content of the cache's file. */
export function codeCacheFile(cache: Uint8Array, program: Uint8Array): Uint8Array {
  return Buffer.concat([digestOf(cache, program), cache]);
}

function digestOf(cache: Uint8Array, program: Uint8Array): Buffer {
  const engine = `${arch()} ${cachedDataVersionTag()} ${program.length}\n`;
  return createHash('sha256').update(engine).update(program).update(cache).digest();
}
