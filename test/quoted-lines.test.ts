import { describe, expect, it } from 'vitest';
import { parseLine } from '../src/logs/parse-line.js';
import { analyzeMini, type MiniRule, verdict } from './support/mini-rules.js';

const FULL = 'mvcc: database space exceeded';
const EXPIRED = 'x509: certificate has expired or is not yet valid';
const READ_ONLY = 'EXT4-fs (sda2): Remounting filesystem read-only';

/** Holds for the node of a log in which a program says something. */
function saying(program: string | readonly string[], contains: string): MiniRule {
  return { signals: { line: { log: program, contains, bind: { node: 'stream.node' } } }, when: { high: ['line'] } };
}

async function verdictOn(rule: MiniRule, path: string, lines: readonly string[]): Promise<readonly string[] | string> {
  return verdict(await analyzeMini([rule], { files: { [path]: `${lines.join('\n')}\n` } }));
}

describe('the log of the API server', () => {
  const path = 'logs/kube-system/kube-apiserver-node1/kube-apiserver.log';
  const judge = (line: string): Promise<readonly string[] | string> =>
    verdictOn(saying('kube-apiserver', FULL), path, [`2025-03-05T04:48:10.641503918Z ${line}`]);

  it('says itself that the database is full', async () => {
    expect(await judge(`E0305 04:48:10.6415 1 status.go:71] apiserver received an error: etcdserver: ${FULL}`)).toEqual(
      ['high node1'],
    );
  });

  it.each([
    [
      'an audit record',
      `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"0f8e2a4c","stage":"ResponseComplete","requestObject":{"kind":"Event","message":"etcdserver: ${FULL}"}}`,
    ],
    [
      "a record of Rancher's audit log",
      `{"auditID":"6f6d1f2a","requestURI":"/v3/clusters","method":"PUT","requestBody":{"message":"etcdserver: ${FULL}"}}`,
    ],
    [
      'an object that is printed as JSON',
      `{"apiVersion":"v1","kind":"Event","message":"etcdserver: ${FULL}","reason":"Unhealthy"}`,
    ],
    [
      'a request body',
      `I0305 04:48:10.641503       1 request.go:1171] Request Body: {"kind":"Event","message":"etcdserver: ${FULL}"}`,
    ],
    [
      'a response body as key and value',
      `I0305 04:48:10.641503       1 type.go:165] "Response Body" body="{\\"kind\\":\\"Event\\",\\"message\\":\\"etcdserver: ${FULL}\\"}"`,
    ],
    [
      'a request body in an escaped message of logrus',
      `time="2025-03-05T04:48:10Z" level=debug msg="Request Body: {\\"message\\":\\"etcdserver: ${FULL}\\"}"`,
    ],
  ])('does not say so in %s', async (_, line) => {
    expect(await judge(line)).toBe('none');
  });
});

describe('a controller that quotes an object and goes on in its own words', () => {
  const own = (quoted: string, after: string): string =>
    parseLine(
      `E0305 04:48:10.641503       1 kubelet_node_status.go:5] "Failed to update status for pod" err="failed to patch status \\"{\\\\\\"message\\\\\\":\\\\\\"${quoted}\\\\\\"}\\" for pod \\"prod\\"/\\"web\\": ${after}"`,
    ).ownText;

  it('is not asked about the object', () => {
    expect(own('no space left on device', EXPIRED)).not.toContain('no space left on device');
  });

  it('is asked about the rest', () => {
    expect(own('no space left on device', EXPIRED)).toContain(EXPIRED);
  });

  it.each([
    [
      'an event that the server refused',
      `E0305 04:48:10.641503 1 event.go:264] Server rejected event '&v1.Event{Reason:"Failed", Message:"${FULL}"}': 'events is forbidden' (will not retry!)`,
    ],
    [
      'a patch',
      `time="2025-03-05T04:48:10Z" level=debug msg="DesiredSet - Patch v1 -- [PATCH:{\\"message\\":\\"${FULL}\\"}, ORIGINAL:{}]"`,
    ],
    [
      'a CSI call',
      `I0305 04:48:10.641503 1 connection.go:251] GRPC response: {"volume_condition":{"message":"${FULL}"}}`,
    ],
  ])('says nothing of what stands in %s', (_, line) => {
    expect(parseLine(line).ownText).not.toContain(FULL);
  });
});

describe('a log of a node that many programs write to', () => {
  const rule = saying('kernel', READ_ONLY);
  const judge = (tag: string, text: string): Promise<readonly string[] | string> =>
    verdictOn(rule, 'nodes/node1/logs/messages', [`Mar  5 04:48:10 node1 ${tag}: ${text}`]);

  it('tells what the kernel said', async () => {
    expect(await judge('kernel', `[ 1123.456789] ${READ_ONLY}`)).toEqual(['high node1']);
  });

  it.each([
    ['a shipper of logs', 'promtail[812]', `level=error msg="final error sending batch" entry="kernel: ${READ_ONLY}"`],
    ['a container of Docker', '0a1b2c3d4e5f[1004]', `{"log":"kernel: ${READ_ONLY}"}`],
    ['a monitor', 'node-problem-detector[99]', `New status generated: kernel: ${READ_ONLY}`],
    [
      'the shell of someone who looks for it',
      'sudo[4711]',
      `ops : TTY=pts/0 ; COMMAND=/bin/grep '${READ_ONLY}' /var/log/messages`,
    ],
  ])('is not taken for the kernel when %s writes', async (_, tag, text) => {
    expect(await judge(tag, text)).toBe('none');
  });

  it.each(['fluent-bit[812]', 'sudo[4711]'])(
    'leaves out %s for programs whose tags are not known, too',
    async (tag) => {
      const line = `Mar  5 04:48:10 node1 ${tag}: File /var/log/journal/1/system.journal corrupted or uncleanly shut down`;
      const reboot = saying('systemd', 'corrupted or uncleanly shut down');
      expect(await verdictOn(reboot, 'nodes/node1/logs/messages', [line])).toBe('none');
    },
  );

  it('is asked for each line again although a payload before it was the same but for the tag', async () => {
    const report = await analyzeMini([rule], {
      files: {
        'nodes/node1/logs/messages': [1, 2, 3, 4]
          .flatMap((second) => [
            `Mar  5 04:48:1${second} node1 kernel: ${READ_ONLY}`,
            `Mar  5 04:48:1${second} node1 logshipper[3]: ${READ_ONLY}\n`,
          ])
          .join('\n'),
      },
    });
    expect(report.findings[0]?.count).toBe(4);
  });
});
