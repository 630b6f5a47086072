import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSample, type Sample } from '../../samples/generator/sample-layers.js';
import { packSample } from '../../samples/generator/sample-packing.js';
import { analyze, type Finding, type Report } from '../../src/index.js';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const REAL_BUNDLES = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Log bytes of a sample in tests: enough traffic that the decisive lines are rare. */
const LOG_BYTES = 3_000_000;

/** Enough for all programs to have a log. */
const SMALL_LOG_BYTES = 300_000;

/** The description of a sample. */
export function sampleNamed(name: string): Sample {
  return loadSample(SAMPLES, name);
}

/** A sample as its collector would have packed it. */
export async function packedSample(name: string, logBytes = LOG_BYTES): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of packSample(sampleNamed(name), logBytes)) parts.push(part);
  return Buffer.concat(parts);
}

/** A sample with files of it taken away, emptied or replaced, as its collector would have packed it. */
export async function packedSampleWith(
  name: string,
  change: (files: Sample['files']['files']) => void,
): Promise<Buffer> {
  const sample = sampleNamed(name);
  change(sample.files.files);
  const parts: Buffer[] = [];
  for await (const part of packSample(sample, SMALL_LOG_BYTES)) parts.push(part);
  return Buffer.concat(parts);
}

/** The report on a sample. */
export async function reportOnSample(name: string, language: 'en' | 'zh' = 'en'): Promise<Report> {
  return analyze(await packedSample(name), { name, language });
}

/** Path of a real bundle, or undefined with a printed reason when the real bundles are not there. */
export function realBundle(file: string): string | undefined {
  const path = `${REAL_BUNDLES}${file}`;
  if (existsSync(path)) return path;
  process.stdout.write(`skipped: ${file} is not beside the checkout\n`);
  return undefined;
}

/** `namespace/name` of what a finding is about. */
export function entityName({ entity }: Finding): string {
  return entity.namespace === undefined ? entity.name : `${entity.namespace}/${entity.name}`;
}
