import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { readLines } from '../src/pipeline/lines-around.js';
import { writeFiles } from './support/cli-bundle.js';
import { fakeTerminal } from './support/fake-terminal.js';

const TOP = 'bundle/supportbundle_1';
const pods = `apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata:
    name: a
- apiVersion: v1
  kind: Pod
  metadata:
    name: b
kind: List
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundlescope-cite-'));
  await writeFiles(folder, {
    [`${TOP}/logs/kube-system/etcd-n1/etcd.log`]: Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join(
      '',
    ),
    [`${TOP}/logs/kube-system/etcd-n2/etcd.log`]: 'one\r\n\u001b[2Jtwo\n',
    [`${TOP}/logs/long.log`]: `${'x'.repeat(10_000)}\nshort\n`,
    [`${TOP}/yamls/cluster/v1/pods.yaml`]: pods,
  });
  // As PowerShell writes what kubectl prints.
  await writeFile(
    join(folder, TOP, 'yamls/cluster/v1/nodes.yaml'),
    `\ufeff${pods.replaceAll('Pod', 'Node')}`,
    'utf16le',
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function cite(place: string, options: readonly string[] = []) {
  const { terminal, out, err } = fakeTerminal();
  const status = await run(['cite', join(folder, 'bundle'), place, ...options], terminal);
  return { status, out: out(), err: err() };
}

describe('cite', () => {
  it('prints the line with those around it, and marks it', async () => {
    const { status, out } = await cite('supportbundle_1/logs/kube-system/etcd-n1/etcd.log:10', ['-C', '1']);
    expect(status).toBe(0);
    expect(out).toBe(
      'supportbundle_1/logs/kube-system/etcd-n1/etcd.log\n   9 | line 9\n> 10 | line 10\n  11 | line 11\n',
    );
  });

  it('takes a path as reports print it, without the top directory', async () => {
    expect((await cite('logs/kube-system/etcd-n1/etcd.log:1', ['-C', '0'])).out).toContain('> 1 | line 1\n');
  });

  it('takes the end of a path that only one file has', async () => {
    expect((await cite('etcd-n1/etcd.log:30', ['-C', '0'])).out).toContain('> 30 | line 30\n');
  });

  it('names the files when several end alike', async () => {
    const { status, err } = await cite('etcd.log:1');
    expect(status).toBe(2);
    expect(err).toContain('2 files of the bundle end like this; give more of the path, such as supportbundle_1/logs');
  });

  it('ends as analyze does when the bundle holds no files', async () => {
    const empty = join(folder, 'empty.zip');
    await writeFile(empty, Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]));
    const { terminal, err } = fakeTerminal();
    expect(await run(['cite', empty, 'etcd.log:1'], terminal)).toBe(3);
    expect(err()).toContain('holds no files');
  });

  it('suggests the path that was meant', async () => {
    expect((await cite('logs/kube-system/etcd-n1/etcd.lgo:1')).err).toContain(
      'did you mean "logs/kube-system/etcd-n1/etcd.log"?',
    );
    expect((await cite('logs/kube-sys/etcd-node/etcd.log:1')).err).toContain('files of that name: supportbundle_1/');
  });

  it('says how many lines there are when the line is not', async () => {
    const { status, err } = await cite('etcd-n1/etcd.log:31');
    expect(status).toBe(2);
    expect(err).toBe('bundlescope: supportbundle_1/logs/kube-system/etcd-n1/etcd.log has 30 lines, so no line 31\n');
  });

  it('refuses a place without a line', async () => {
    expect((await cite('etcd-n1/etcd.log')).err).toContain('Give a path and a line');
  });

  it('makes control characters visible and leaves out the carriage return', async () => {
    expect((await cite('etcd-n2/etcd.log:2')).out).toContain('  1 | one\n> 2 | \\x1b[2Jtwo\n');
  });

  it('reads UTF-16 with a byte order mark', async () => {
    const { out } = await cite('nodes.yaml:6', ['--context', '0']);
    expect(out).toContain('> 6 |     name: a\n');
  });

  it('cuts a long line and says by how much', async () => {
    expect((await cite('logs/long.log:1')).out).toMatch(/^> 1 \| x{4096} … and 5,904 bytes more\n {2}2 \| short$/m);
  });

  it('prints the whole object that the line is part of with --object', async () => {
    expect((await cite('pods.yaml:9', ['--object'])).out).toBe(
      'supportbundle_1/yamls/cluster/v1/pods.yaml\n' +
        '   7 | - apiVersion: v1\n   8 |   kind: Pod\n>  9 |   metadata:\n  10 |     name: b\n',
    );
  });

  it('says that a line of the list around objects is in none', async () => {
    expect((await cite('pods.yaml:1', ['--object'])).err).toContain('is in no API object; leave out --object');
  });

  it('gives the lines as JSON', async () => {
    expect(JSON.parse((await cite('etcd-n1/etcd.log:2', ['-C', '0', '-f', 'json'])).out)).toEqual({
      path: 'supportbundle_1/logs/kube-system/etcd-n1/etcd.log',
      line: 2,
      lines: [{ number: 2, text: 'line 2', cut: 0 }],
      omitted: 0,
    });
  });
});

it('reads the same lines however the text comes in chunks', async () => {
  const text = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ' ') }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), fc.nat({ max: 4 }), async (lines, size, from) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      async function* stream() {
        yield* chunks;
      }
      const read = await readLines(stream(), from + 1, from + 3);
      expect(read.lines.map((line) => line.text)).toEqual(lines.slice(from, from + 3));
    }),
  );
});
