import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

// Counterpart: only decompresses a gzip file, in chunks of 1 MiB, and drops what comes out.
const MIB = 2 ** 20;
const [path = ''] = process.argv.slice(2);
let bytes = 0;
await pipeline(
  createReadStream(path, { highWaterMark: MIB }),
  createGunzip({ chunkSize: MIB }),
  async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) bytes += chunk.length;
  },
);
console.log(bytes);
