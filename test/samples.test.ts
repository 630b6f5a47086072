import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { crc32, createGunzip, inflateRawSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generateLog } from '../samples/generator/log-traffic.js';
import { loadSample, sampleNames, treePaths } from '../samples/generator/sample-layers.js';
import { packSample } from '../samples/generator/sample-packing.js';
import { readToldLines } from '../samples/generator/told-lines.js';
import { writeZip } from '../samples/generator/zip-writer.js';

const ROOT = fileURLToPath(new URL('../samples/', import.meta.url));
const SMALL = 600_000;
const HOUR = 3_600_000;

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) {
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** Reads an archive through its central directory and checks every checksum. */
function readZip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, crc, compressed] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 16),
      archive.readUInt32LE(at + 20),
    ];
    const [nameLength, extraLength, local] = [
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt32LE(at + 42),
    ];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const raw = archive.subarray(start, start + compressed);
    const bytes = method === 8 ? inflateRawSync(raw) : raw;
    expect(crc32(bytes), name).toBe(crc);
    if (!name.endsWith('/')) {
      files.set(name, bytes);
    }
    at += 46 + nameLength + extraLength;
  }
  return files;
}

async function readTarGzip(archive: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const tar = extract();
  Readable.from([archive]).pipe(createGunzip()).pipe(tar);
  for await (const entry of tar) {
    files.set(entry.header.name, await collect(Readable.from(entry)));
  }
  return files;
}

/** All files of a packed bundle without the top directory; node zips are opened in place as nodes/<node>/.... */
async function unpack(name: string): Promise<Map<string, Buffer>> {
  const sample = loadSample(ROOT, name);
  const packed = await collect(packSample(sample, SMALL));
  const outer = sample.spec.packing === 'tar.gz' ? await readTarGzip(packed) : readZip(packed);
  const files = new Map<string, Buffer>();
  for (const [path, bytes] of outer) {
    const inner = path.slice(sample.spec.bundle.length + 1);
    if (inner.startsWith('nodes/') && inner.endsWith('.zip')) {
      for (const [nested, content] of readZip(bytes)) {
        files.set(`nodes/${nested}`, content);
      }
    } else {
      files.set(inner, bytes);
    }
  }
  return files;
}

describe.each(sampleNames(ROOT))('sample %s', (name) => {
  it('packs to the same bytes every time', async () => {
    const first = await collect(packSample(loadSample(ROOT, name), SMALL));
    const second = await collect(packSample(loadSample(ROOT, name), SMALL));
    expect(second.equals(first)).toBe(true);
  });

  it('holds every file of its tree', async () => {
    const files = await unpack(name);
    const expected = treePaths(join(ROOT, name, 'tree')).map((path) => path.replace(/\.patch\.yaml$/, '.yaml'));
    expect(expected.filter((path) => !files.has(path))).toEqual([]);
  });

  it('tells every decisive log line as it stands in the tree', async () => {
    const files = await unpack(name);
    const missing: string[] = [];
    for (const path of treePaths(join(ROOT, name, 'tree')).filter((each) =>
      /(^|\/)logs\/.*\.log(\.\d+)?$/.test(each),
    )) {
      const lines = new Set(files.get(path)?.toString('utf8').split('\n'));
      const told = readFileSync(join(ROOT, name, 'tree', path), 'utf8').split('\n');
      missing.push(...told.filter((line) => !lines.has(line)).map((line) => `${path}: ${line}`));
    }
    expect(missing).toEqual([]);
  });

  it('has object lists that any YAML reader reads', async () => {
    const files = await unpack(name);
    const lists = [...files].filter(([path]) => path.startsWith('yamls/'));
    expect(lists.length).toBeGreaterThan(60);
    for (const [path, bytes] of lists) {
      const list: unknown = parse(bytes.toString('utf8'));
      expect(list, path).toMatchObject({ kind: 'List', items: expect.any(Array) });
    }
  });

  it('keeps the lines of container logs in time order', async () => {
    const files = await unpack(name);
    const disordered: string[] = [];
    for (const [path, bytes] of files) {
      if (path.startsWith('logs/')) {
        const stamps = bytes.toString('utf8').match(/^\d{4}-\d\d-\d\dT\S+Z/gm) ?? [];
        const times = stamps.map((stamp) => Date.parse(stamp));
        disordered.push(
          ...times.flatMap((time, index) => (time < (times[index - 1] ?? 0) ? [`${path}: ${stamps[index]}`] : [])),
        );
      }
    }
    expect(disordered).toEqual([]);
  });

  it('names only files that exist in quiet, repeat and remove', () => {
    expect(() => loadSample(ROOT, name)).not.toThrow();
  });
});

describe('the generator', () => {
  const plan = { traffic: ['{nano} steady {d:4}'], once: [], share: 1, told: [], quiet: [] };
  const span = { from: Date.UTC(2025, 2, 11), until: Date.UTC(2025, 2, 11, 6) };

  it('writes as many log bytes as it was asked for', () => {
    let bytes = 0;
    for (const chunk of generateLog(plan, span, 3_000_000, 'size')) {
      bytes += chunk.length;
    }
    expect(Math.abs(bytes - 3_000_000)).toBeLessThan(1000);
  });

  it('hands over chunks of bounded size however large the log is', () => {
    for (const chunk of generateLog(plan, span, 20_000_000, 'chunks')) {
      expect(chunk.length).toBeLessThanOrEqual(512 * 1024);
    }
  });

  it('writes no traffic in a quiet stretch', () => {
    const quiet = { from: span.from + HOUR, until: span.from + 2 * HOUR };
    const once = [{ time: quiet.from + 1000, text: '2025-03-11T01:00:01Z generated' }];
    const silenced = { ...plan, once, quiet: [quiet] };
    const text = Buffer.concat([...generateLog(silenced, span, 100_000, 'quiet')]).toString('utf8');
    expect(text.match(/^2025-03-11T01:/gm)).toBeNull();
  });

  it('puts a told line between the traffic before and after it', () => {
    const told = readToldLines('2025-03-11T03:00:00.000000001Z needle', span.until);
    const lines = Buffer.concat([...generateLog({ ...plan, told }, span, 100_000, 'needle')])
      .toString('utf8')
      .split('\n');
    const at = lines.findIndex((line) => line.endsWith('needle'));
    expect((lines[at - 1] ?? '') < (lines[at] ?? '')).toBe(true);
    expect((lines[at + 1] ?? '') > (lines[at] ?? '')).toBe(true);
  });

  it('dates a journal line of December before a bundle of January', () => {
    const [line] = readToldLines('Dec 31 23:59:58.000001 node1 kernel: x', Date.UTC(2025, 0, 1, 3));
    expect(line?.time).toBe(Date.UTC(2024, 11, 31, 23, 59, 58));
  });

  it('writes zips that unzip accepts', async ({ skip }) => {
    if (spawnSync('unzip', ['-v']).error !== undefined) {
      skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'samples-'));
    try {
      const inner = await collect(
        writeZip(
          [{ path: 'n1/logs/a.log', method: 'deflate', content: () => [Buffer.from('x\n'.repeat(9))] }],
          new Date(0),
        ),
      );
      const outer = await collect(
        writeZip([{ path: 'nodes/n1.zip', method: 'store', content: () => [inner] }], new Date(span.from)),
      );
      writeFileSync(join(folder, 'outer.zip'), outer);
      expect(execFileSync('unzip', ['-t', join(folder, 'outer.zip')], { encoding: 'utf8' })).toContain(
        'No errors detected',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
