/** Command line of the sample generator; samples/README.md tells how to use it. */

import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSample, sampleNames } from './sample-layers.js';
import { bundleExtension, packSample, plainEntries } from './sample-packing.js';

const USAGE = 'usage: node dist/samples/pack.js [name...] [--size 5MB] [--out DIR] [--stdout] [--list] [--show PATH]';
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const UNITS: Readonly<Record<string, number>> = { '': 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** Reads a size such as `5MB` (decimal units); throws on anything else. */
function readSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  if (match === null || unit === undefined) {
    throw new Error(`--size ${text}: expected a number with B, KB, MB, GB or TB, such as 5MB`);
  }
  return Math.floor(Number(match[1]) * unit);
}

async function writeTo(target: Writable, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  await pipeline(Readable.from(chunks, { objectMode: true, highWaterMark: 4 }), target);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string', default: '5MB' },
      out: { type: 'string', default: join(SAMPLES, 'out') },
      stdout: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      show: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const names = positionals.length > 0 ? positionals : sampleNames(SAMPLES);
  const size = readSize(values.size);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (values.stdout && names.length !== 1) {
    throw new Error('--stdout writes one bundle: name exactly one sample');
  }
  for (const name of names) {
    const sample = loadSample(SAMPLES, name);
    if (values.list) {
      process.stdout.write(
        `${plainEntries(sample, size)
          .map(({ path }) => path)
          .join('\n')}\n`,
      );
    } else if (values.show !== undefined) {
      const entry = plainEntries(sample, size).find(({ path }) => path === values.show);
      if (entry === undefined) {
        throw new Error(`--show ${values.show}: no such entry in ${name}; see --list`);
      }
      await writeTo(process.stdout, entry.content());
    } else if (values.stdout) {
      await writeTo(process.stdout, packSample(sample, size));
    } else {
      mkdirSync(values.out, { recursive: true });
      const path = join(values.out, name + bundleExtension(sample));
      await writeTo(createWriteStream(path), packSample(sample, size));
      process.stderr.write(`${path}\n`);
    }
  }
}

try {
  await main();
} catch (error) {
  const isClosedPipe =
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');
  if (!isClosedPipe) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exitCode = 2;
  }
}
