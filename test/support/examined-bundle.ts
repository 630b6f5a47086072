import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type RunStatus, reportStatus } from '../../src/cli/run-status.js';
import { type AnalyzeOptions, analyze, type Report, type RuleSelection } from '../../src/index.js';
import { loadReporter } from '../../src/report/index.js';
import { writeFiles } from './cli-bundle.js';
import { writeZip, type ZipItem } from './zip-writer.js';

const schema: unknown = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../docs/report.schema.json', import.meta.url)), 'utf8'),
);
if (typeof schema !== 'object' || schema === null) throw new TypeError('report.schema.json is no schema');
const isReport = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

/** The report on a bundle, with what the program would do with it. */
export interface Examined {
  readonly report: Report;
  /** Exit status of the program. */
  readonly status: RunStatus;
  /** Codes of the warnings that tell of damage or limits, sorted, each once; `time-unknown` is left out. */
  readonly codes: readonly string[];
  /** What a person reads of it. */
  readonly text: string;
  readonly markdown: string;
}

/** Analyzes a bundle and checks the JSON of the report against the published schema. */
export async function examine(
  input: Uint8Array | AsyncIterable<Uint8Array>,
  options: AnalyzeOptions = {},
): Promise<Examined> {
  const report = await analyze(input, { name: 'bundle.zip', ...options });
  if (!isReport(JSON.parse(await rendered(report, 'json')))) {
    throw new Error(`the report does not follow its schema: ${JSON.stringify(isReport.errors?.slice(0, 3))}`);
  }
  const codes = new Set<string>(report.warnings.map(({ code }) => code));
  codes.delete('time-unknown');
  return {
    report,
    status: reportStatus(report, 'never'),
    codes: [...codes].sort(),
    text: await rendered(report, 'text'),
    markdown: await rendered(report, 'markdown'),
  };
}

async function rendered(report: Report, format: 'json' | 'text' | 'markdown'): Promise<string> {
  const reporter = await loadReporter(format);
  return [...reporter(report, { color: false, width: 80, language: 'en' })].join('');
}

/** A log line on which the rule of {@link writeNeedlePack} fires. */
export const NEEDLE_LINE = '2025-03-05T04:40:00Z the needle\n';

/** Where {@link zipOf} puts the log that the rule reads. */
export const ETCD_LOG = 'logs/kube-system/etcd-node1/etcd.log';

/** A support bundle of these files, with its time stated. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const stated: ZipItem = { name: 'metadata.yaml', content: 'bundlecreatedat: "2025-03-05T04:48:00Z"\n' };
  return writeZip([stated, ...Object.entries(files).map(([name, content]) => ({ name, content }))]);
}

/** A pack of one rule, which fires on a line of etcd with `needle`: the only rule, so that loading takes no time. */
export async function writeNeedlePack(): Promise<RuleSelection> {
  const folder = await mkdtemp(join(tmpdir(), 'bundlescope-needle-'));
  await writeFiles(folder, { 'needle-found.yaml': NEEDLE_RULE });
  return { builtin: false, packs: [folder] };
}

const NEEDLE_RULE = `id: needle-found
title: A needle on {node}
component: test
severity: error
role: root-cause
entity: node
signals:
  needle:
    log: etcd
    contains: needle
    bind: { node: stream.node }
when:
  high: [needle]
explanation: There is a needle.
remediation:
  - step: Take it out.
references: [https://kubernetes.io/docs/]
zh:
  title: '{node} 上有针'
`;
