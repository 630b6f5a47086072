/** Packs a sample as the collectors do: a zip with a zip per node, or the same as tar.gz. */

import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { pack as packTar } from 'tar-stream';
import type { BundleFile } from './bundle-files.js';
import { hexOf } from './identifiers.js';
import { generateLog } from './log-traffic.js';
import type { Sample } from './sample-layers.js';
import { writeYamlList } from './yaml-list.js';
import { writeZip, type ZipMember } from './zip-writer.js';

const HOUR = 3_600_000;

/** One file of the bundle as it is packed; nested zips are files of their own. */
interface PackedEntry {
  /** path under the top directory */
  path: string;
  content: () => AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** File name extension of the packed bundle, with the dot. */
export function bundleExtension(sample: Sample): '.zip' | '.tar.gz' {
  return sample.spec.packing === 'tar.gz' ? '.tar.gz' : '.zip';
}

/**
 * The plain files of a bundle in the order of a directory walk, node files under `nodes/<node>/`.
 * @param logBytes total size of generated log lines
 */
export function plainEntries(sample: Sample, logBytes: number): PackedEntry[] {
  let shares = 0;
  for (const file of sample.files.files.values()) {
    shares += file.kind === 'log' ? file.plan.share : 0;
  }
  return [...sample.files.files]
    .map(([path, file]) => ({ path, content: contentOf(sample, path, file, logBytes / Math.max(shares, 1)) }))
    .sort((a, b) => comparePaths(a.path, b.path));
}

/** The bytes of the packed bundle; memory does not grow with `logBytes`. */
export async function* packSample(sample: Sample, logBytes: number): AsyncGenerator<Buffer> {
  const modified = new Date(sample.spec.createdAt);
  const top = `${sample.spec.bundle}/`;
  const entries = outerEntries(sample, logBytes, modified);
  if (sample.spec.packing === 'tar.gz') {
    yield* packTarGzip(entries, top, modified);
    return;
  }
  const members: ZipMember[] = entries.map(({ path, content }) => ({
    path: top + path,
    method: path.endsWith('.zip') ? 'store' : 'deflate',
    content,
  }));
  yield* writeZip([{ path: top, method: 'store', content: () => [] }, ...members], modified);
}

function contentOf(sample: Sample, path: string, file: BundleFile, bytesPerShare: number): PackedEntry['content'] {
  if (file.kind === 'bytes') {
    return () => [file.bytes];
  }
  if (file.kind === 'objects') {
    const resourceVersion = String(90_000_000 + (Number.parseInt(hexOf(path, 5), 16) % 4000));
    return () => [Buffer.from(writeYamlList(file.items, resourceVersion), 'utf8')];
  }
  const span = { from: sample.spec.createdAt - sample.spec.hours * HOUR, until: sample.spec.createdAt };
  const seed = `${sample.spec.seed}/${path}`;
  return () => generateLog(file.plan, span, Math.floor(file.plan.share * bytesPerShare), seed);
}

/** Files of the bundle with the files of each node gathered in nodes/<node>.zip. */
function outerEntries(sample: Sample, logBytes: number, modified: Date): PackedEntry[] {
  const outer: PackedEntry[] = [];
  const nodes = new Map<string, PackedEntry[]>();
  for (const entry of plainEntries(sample, logBytes)) {
    const node = /^nodes\/([^/]+)\/(.+)$/.exec(entry.path)?.[1];
    if (node === undefined) {
      outer.push(entry);
      continue;
    }
    const entries = nodes.get(node) ?? [];
    entries.push({ path: entry.path.slice('nodes/'.length), content: entry.content });
    nodes.set(node, entries);
  }
  for (const [node, entries] of nodes) {
    outer.push({ path: `nodes/${node}.zip`, content: () => writeZip(withFolders(entries), modified) });
  }
  return outer.sort((a, b) => comparePaths(a.path, b.path));
}

/** Node zips list their folders, as Info-ZIP writes them. */
function withFolders(entries: readonly PackedEntry[]): ZipMember[] {
  const members: ZipMember[] = [];
  const seen = new Set<string>();
  for (const { path, content } of entries) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash + 1);
      if (!seen.has(folder)) {
        seen.add(folder);
        members.push({ path: folder, method: 'store', content: () => [] });
      }
    }
    members.push({ path, method: 'deflate', content });
  }
  return members;
}

async function* packTarGzip(entries: readonly PackedEntry[], top: string, modified: Date): AsyncGenerator<Buffer> {
  const tar = packTar();
  const feed = async (): Promise<void> => {
    for (const { path, content } of entries) {
      // A tar header holds the size, so the content is generated twice: once to count, once to write.
      let size = 0;
      for await (const chunk of content()) {
        size += chunk.length;
      }
      await new Promise<void>((resolve, reject) => {
        const sink = tar.entry({ name: top + path, size, mtime: modified, mode: 0o644 }, (error) => {
          if (error) {
            reject(error);
          } else {
            resolve();
          }
        });
        Readable.from(content()).on('error', reject).pipe(sink);
      });
    }
    tar.finalize();
  };
  const gzip = createGzip({ level: 1, chunkSize: 256 * 1024 });
  tar.on('error', (error: Error) => gzip.destroy(error));
  feed().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  for await (const chunk of tar.pipe(gzip)) {
    if (Buffer.isBuffer(chunk)) {
      yield chunk;
    }
  }
}

function comparePaths(left: string, right: string): number {
  // A directory walk sorts names per folder: `/` comes before every other character.
  const a = left.replaceAll('/', '\u0001');
  const b = right.replaceAll('/', '\u0001');
  return a < b ? -1 : a > b ? 1 : 0;
}
