import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Comparison } from './comparison.js';
import { type BundleEntry, incidentMix, matchingMix, realMix } from './log-mixes.js';
import { type Command, quote } from './measure.js';
import { LARGE_CLUSTER, objectLists } from './objects-input.js';
import { writeFlatZip, writeNestedZip, writeTarGzip } from './pack.js';
import { PROGRAM, PROJECT, script } from './project.js';
import { allLiterals, programWithMoreRules } from './rule-files.js';
import { troubledCluster } from './troubled-cluster.js';

/** What the inputs are made of. */
export interface InputSetup {
  /** An empty folder for them. */
  readonly folder: string;
  /** Uncompressed log bytes. */
  readonly logBytes: number;
  /** Sizes of the bundles that are generated into a pipe, as the sample generator takes them. */
  readonly pipedSizes: readonly string[];
}

const NODE = quote(process.execPath);
const MIB = 2 ** 20;
/** What is allowed to be no slower may still differ by the noise of a quiet machine. */
const NO_SLOWER = 1.05;

/** The targets by number: each makes its inputs and says what is compared. */
export const TARGETS: ReadonlyMap<number, (setup: InputSetup) => Promise<readonly Comparison[]>> = new Map([
  [1, logTarget],
  [2, memoryTarget],
  [3, rulesTarget],
  [4, objectsTarget],
  [5, startTarget],
  [6, threadsTarget],
  [7, reasoningTarget],
]);

async function logTarget({ folder, logBytes }: InputSetup): Promise<readonly Comparison[]> {
  const literals = allLiterals();
  const patterns = join(folder, 'literals.txt');
  writeFileSync(patterns, `${literals.join('\n')}\n`);
  const mixes: [string, BundleEntry[] | undefined][] = [
    ['incident', incidentMix(logBytes)],
    ['every tenth line matches', matchingMix(logBytes, literals)],
    ['real bundle repeated', await realMix(logBytes)],
  ];
  const comparisons: Comparison[] = [];
  for (const [index, [name, entries]] of mixes.entries()) {
    if (entries === undefined) {
      console.error('the real bundle is not in ../shared/data: that mix is skipped');
      continue;
    }
    const bundle = join(folder, `logs-${index}`);
    await writeTarGzip(`${bundle}.tar.gz`, entries);
    await writeFlatZip(`${bundle}.zip`, entries);
    await writeNestedZip(`${bundle}-nested.zip`, entries);
    comparisons.push(...logComparisons(name, bundle, patterns));
  }
  return comparisons;
}

function logComparisons(input: string, bundle: string, patterns: string): readonly Comparison[] {
  const archive = `${bundle}.tar.gz`;
  const ours = analyze(archive);
  return [
    {
      target: 1,
      input: `${input}, tar.gz`,
      ours,
      counterpart: {
        name: 'gzip \\| rg',
        line: `gzip -dc ${quote(archive)} | rg -c -a -F -f ${quote(patterns)}`,
        needs: ['gzip', 'rg'],
      },
      limit: { of: 'ratio', atMost: 0.5 },
    },
    {
      target: 1,
      input: `${input}, tar.gz`,
      ours,
      counterpart: { name: 'node:zlib alone', line: `${NODE} ${quote(script('decompress'))} ${quote(archive)}` },
      limit: { of: 'ratio', atMost: 2.5 },
    },
    ...['.zip', '-nested.zip'].map(
      (ending): Comparison => ({
        target: 1,
        input: `${input}, ${ending === '.zip' ? 'zip of entries' : 'zip with node zips'}`,
        ours: analyze(`${bundle}${ending}`),
        counterpart: { ...ours, name: 'the tar.gz' },
        limit: { of: 'ratio', atMost: NO_SLOWER },
      }),
    ),
  ];
}

async function memoryTarget({ folder, pipedSizes }: InputSetup): Promise<readonly Comparison[]> {
  const generator = quote(join(PROJECT, 'dist/samples/pack.js'));
  return pipedSizes.map((size) => {
    const memoryFile = join(folder, `memory-${size}`);
    const observed = `BENCH_MEMORY_FILE=${quote(memoryFile)} ${NODE} --import ${quote(script('report-memory'))}`;
    return {
      target: 2,
      input: `${size} of logs from a pipe`,
      ours: {
        name: 'generator \\| analyze',
        line: `${NODE} ${generator} incident-c --size ${size} --stdout | ${observed} ${quote(PROGRAM)} analyze - --quiet`,
        memoryFile,
      },
      limit: { of: 'memory', atMost: 300 },
    };
  });
}

async function rulesTarget({ folder, logBytes }: InputSetup): Promise<readonly Comparison[]> {
  const archive = join(folder, 'rules.tar.gz');
  await writeTarGzip(archive, incidentMix(logBytes));
  const program = programWithMoreRules(join(folder, 'more-rules'), 10);
  return [
    {
      target: 3,
      input: 'incident, tar.gz, ten times the line signals',
      ours: { name: 'analyze', line: `${NODE} ${quote(program)} analyze ${quote(archive)} --quiet` },
      counterpart: { ...analyze(archive), name: 'the rules as shipped' },
      limit: { of: 'ratio', atMost: 1.25 },
    },
  ];
}

async function objectsTarget({ folder }: InputSetup): Promise<readonly Comparison[]> {
  const bundle = join(folder, 'cluster');
  for (const { path, text } of objectLists(LARGE_CLUSTER)) {
    mkdirSync(dirname(join(bundle, path)), { recursive: true });
    writeFileSync(join(bundle, path), text);
  }
  return [
    {
      target: 4,
      input: '5,000 pods, 20,000 events, 1,000 volumes',
      ours: analyze(bundle),
      counterpart: { name: 'yaml', line: `${NODE} ${quote(script('parse-with-yaml'))} ${quote(bundle)}` },
      limit: { of: 'ratio', atMost: 0.15 },
    },
  ];
}

async function startTarget({ folder }: InputSetup): Promise<readonly Comparison[]> {
  const small = join(folder, 'small.tar.gz');
  await writeTarGzip(small, incidentMix(MIB));
  const version: Command = { name: '--version', line: `${NODE} ${quote(PROGRAM)} --version` };
  return [
    {
      target: 5,
      input: 'start',
      ours: version,
      counterpart: { name: 'node -e 0', line: `${NODE} -e 0` },
      limit: { of: 'ratio', atMost: 1.5 },
    },
    {
      target: 5,
      input: 'bundle with 1 MB of logs',
      ours: analyze(small),
      counterpart: version,
      limit: { of: 'difference', atMost: 400 },
    },
  ];
}

async function threadsTarget({ folder, logBytes }: InputSetup): Promise<readonly Comparison[]> {
  const archive = join(folder, 'threads.zip');
  await writeFlatZip(archive, matchingMix(logBytes, allLiterals()));
  const withThreads = (threads: number, name: string): Command => ({
    name,
    line: `${NODE} ${quote(PROGRAM)} analyze ${quote(archive)} --quiet --threads ${threads}`,
  });
  const ours = analyze(archive);
  const input = 'every tenth line matches, zip of entries';
  // 1.6 times as fast.
  const limit = { of: 'ratio', atMost: 1 / 1.6 } as const;
  return [
    {
      target: 6,
      input,
      ours,
      counterpart: { name: 'on one processor', line: `taskset -c 0 ${ours.line}`, needs: ['taskset'] },
      limit,
    },
    {
      target: 6,
      input,
      ours: withThreads(1, 'two scanning threads'),
      counterpart: withThreads(0, 'one thread'),
      limit,
    },
  ];
}

async function reasoningTarget({ folder, logBytes }: InputSetup): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [name, bytes] of [
    ['with its logs', logBytes],
    ['with 2.5 times these logs', 2.5 * logBytes],
    ['almost without logs', MIB],
  ] as const) {
    const bundle = join(folder, `troubled-${bytes}.tar.gz`);
    await writeTarGzip(bundle, troubledCluster(bytes));
    const line = `${NODE} ${quote(PROGRAM)} analyze ${quote(bundle)} --quiet --profile`;
    for (const phases of [['diagnose'], ['evaluate', 'diagnose', 'upgrade and coverage']]) {
      comparisons.push({
        target: 7,
        input: `2,000 findings in 5,000 pods, ${name}`,
        ours: { name: phases.join(' + '), line },
        limit: { of: 'share', phases, atMost: 10 },
      });
    }
  }
  return comparisons;
}

function analyze(bundle: string): Command {
  return { name: 'analyze', line: `${NODE} ${quote(PROGRAM)} analyze ${quote(bundle)} --quiet` };
}
