import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack as packTar } from 'tar-stream';
import { writeZip, type ZipMember } from '../samples/generator/zip-writer.js';
import type { BundleEntry } from './log-mixes.js';

/** Fixed, so that the same content gives the same bytes. */
const MODIFIED = new Date('2026-01-01T00:00:00Z');

/** Writes a tar.gz; one entry at a time is held in memory, because a tar header states its size. */
export async function writeTarGzip(path: string, entries: readonly BundleEntry[]): Promise<void> {
  const tar = packTar();
  const written = pipeline(tar, createGzip({ level: 1, chunkSize: 2 ** 18 }), createWriteStream(path));
  for (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry.content()) chunks.push(chunk);
    const header = { name: entry.path, mtime: MODIFIED, mode: 0o644 };
    await new Promise<void>((resolve, reject) => {
      tar.entry(header, Buffer.concat(chunks), (error) => (error ? reject(error) : resolve()));
    });
  }
  tar.finalize();
  await written;
}

/** Writes every entry as a member of one zip. */
export async function writeFlatZip(path: string, entries: readonly BundleEntry[]): Promise<void> {
  await writeMembers(
    path,
    entries.map((entry) => ({ ...entry, method: 'deflate' })),
  );
}

/** Writes a zip as Harvester packs it: the files of each node are in a zip of their own, `nodes/<node>.zip`. */
export async function writeNestedZip(path: string, entries: readonly BundleEntry[]): Promise<void> {
  const nodes = new Map<string, ZipMember[]>();
  const members: ZipMember[] = [];
  for (const { path: name, content } of entries) {
    const [, folder, node, inner] = /^(.*\bnodes\/)([^/]+)\/(.+)$/.exec(name) ?? [];
    if (folder === undefined || node === undefined || inner === undefined) {
      members.push({ path: name, method: 'deflate', content });
      continue;
    }
    const archive = `${folder}${node}.zip`;
    const ofNode = nodes.get(archive);
    const member: ZipMember = { path: `${node}/${inner}`, method: 'deflate', content };
    if (ofNode === undefined) nodes.set(archive, [member]);
    else ofNode.push(member);
  }
  for (const [archive, inner] of nodes) {
    members.push({ path: archive, method: 'store', content: () => writeZip(inner, MODIFIED) });
  }
  await writeMembers(path, members);
}

async function writeMembers(path: string, members: readonly ZipMember[]): Promise<void> {
  await pipeline(
    Readable.from(writeZip(members, MODIFIED), { objectMode: true, highWaterMark: 4 }),
    createWriteStream(path),
  );
}
