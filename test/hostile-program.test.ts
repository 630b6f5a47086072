import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureBuilt, MAIN } from './support/build.js';
import { ETCD_LOG, NEEDLE_LINE, writeNeedlePack, zipOf } from './support/examined-bundle.js';
import { writeTar } from './support/tar-writer.js';

let folder: string;
let packs: readonly string[];
beforeAll(async () => {
  await ensureBuilt();
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-hostile-'));
  packs = (await writeNeedlePack()).packs ?? [];
}, 180_000);
afterAll(() => Promise.all([folder, ...packs].map((path) => rm(path, { recursive: true }))));

/** Tells the peak of the process's memory on file descriptor 3 when it ends. Kibibytes. Threads import it as well. */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads'; " +
    "if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));",
)}`;

/** The program at work on bundles, with only the needle rule. */
function start(argv: readonly string[]) {
  const rules = ['--no-builtin-rules', ...packs.flatMap((pack) => ['--rules', pack])];
  return spawn(process.execPath, ['--import', TELL_MEMORY, MAIN, 'analyze', ...argv, ...rules], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
}

const Summary = z.object({
  findings: z.array(z.object({ count: z.number() })),
  bundle: z.object({ stats: z.object({ bytes: z.number() }) }),
});

/** Gives the program a bundle on standard input. */
async function fed(input: Uint8Array | Readable, argv: readonly string[] = []) {
  const child = start(['-', '--format', 'json', ...argv]);
  const source = input instanceof Readable ? input : Readable.from([input]);
  // It may stop reading early.
  child.stdin.on('error', () => {});
  source.pipe(child.stdin);
  const memory = child.stdio[3];
  if (!(memory instanceof Readable)) throw new Error('the process has no file descriptor 3');
  const [out, err, kibibytes, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    text(memory),
    once(child, 'close'),
  ]);
  source.destroy();
  return { status, out, err, mebibytes: Number(kibibytes) / 1024 };
}

describe('standard input', () => {
  const tar = writeTar([{ name: ETCD_LOG, content: NEEDLE_LINE }]);

  it.each([
    ['zip', zipOf({ [ETCD_LOG]: NEEDLE_LINE })],
    ['tar', tar],
    ['tar.gz', gzipSync(tar)],
  ])('may be a %s', async (_, bytes) => {
    const { status, out } = await fed(bytes);
    expect(status).toBe(0);
    expect(Summary.parse(JSON.parse(out)).findings).toHaveLength(1);
  });

  it('that is empty is refused', async () => {
    const { status, out, err } = await fed(Buffer.alloc(0));
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(err).toMatch(/^bundlescope: standard input: is empty[^\n]*\n$/);
  });
});

describe('memory stays flat', () => {
  /** A log on which all threads are at work already; what a longer one needs beyond it must not grow with the input. */
  const SHORT_COPIES = 60;
  const ROOM_MEBIBYTES = 100;

  /** A tar.gz with one log of this many copies of a piece. */
  function tarOfLog(piece: Buffer, copies: number): Readable {
    const header = writeTar([{ name: ETCD_LOG, size: piece.length * copies }]).subarray(0, 512);
    function* parts(): Generator<Buffer> {
      yield header;
      for (let copy = 0; copy < copies; copy++) yield piece;
      yield Buffer.alloc(1024);
    }
    return Readable.from(parts()).pipe(createGzip({ level: 1 }));
  }

  it.each([
    ['one line of 300 MB', Buffer.alloc(2 ** 20, 'x needle ')],
    [
      '300 MB of long lines that all match',
      Buffer.alloc(2 ** 20, NEEDLE_LINE.trimEnd().padEnd(1023, 'x').concat('\n')),
    ],
  ])('over %s', async (_, piece) => {
    const short = await fed(tarOfLog(piece, SHORT_COPIES), ['--max-ratio', '100000']);
    const { status, out, mebibytes } = await fed(tarOfLog(piece, 300), ['--max-ratio', '100000']);
    expect(status).toBe(0);
    expect(Summary.parse(JSON.parse(out)).bundle.stats.bytes).toBe(300 * 2 ** 20);
    expect(mebibytes - short.mebibytes).toBeLessThan(ROOM_MEBIBYTES);
  });
});

describe('a directory', () => {
  it('with links in a circle, a named pipe and a link that leads outside is read to its end', async () => {
    const bundle = join(folder, 'tree');
    await mkdir(join(bundle, 'logs/kube-system/etcd-node1'), { recursive: true });
    await writeFile(join(bundle, ETCD_LOG), NEEDLE_LINE);
    await symlink('..', join(bundle, 'logs/circle'));
    await symlink('itself', join(bundle, 'logs/itself'));
    await symlink('/etc/hostname', join(bundle, 'logs/outside.log'));
    await promisify(execFile)('mkfifo', [join(bundle, 'logs/kube-system/etcd-node1/fifo.log')]);
    const child = start([bundle, '--format', 'json']);
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect(Summary.parse(JSON.parse(out)).findings).toMatchObject([{ count: 1 }]);
    expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining('(link-outside)') });
  });

  it('that is empty is refused', async () => {
    const bundle = join(folder, 'empty');
    await mkdir(bundle);
    const child = start([bundle]);
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect({ status, out, err }).toEqual({ status: 3, out: '', err: expect.stringContaining('holds no files') });
  });
});

describe('Ctrl-C', () => {
  it('during a long scan ends it at once and leaves no report, nor a part of one', async () => {
    const target = await mkdtemp(join(folder, 'reports-'));
    const child = start(['-', '--output', join(target, 'report.json')]);
    child.stdin.on('error', () => {});
    const lines = Buffer.alloc(2 ** 20, NEEDLE_LINE.replace('needle', 'hay'));
    const header = writeTar([{ name: ETCD_LOG, size: 2 ** 33 - 512 }]).subarray(0, 512);
    child.stdin.write(header);
    // As long as it is read: the process is in the middle of an endless log when the signal comes.
    for (let piece = 0; piece < 64; piece++) if (!child.stdin.write(lines)) await once(child.stdin, 'drain');
    child.kill('SIGINT');
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect({ status, out, err }).toEqual({ status: 130, out: '', err: 'bundlescope: interrupted\n' });
    expect(await readdir(target)).toEqual([]);
  });
});
