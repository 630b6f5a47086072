/** Command line of the benchmark; docs/benchmarks.md tells what it measures. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Comparison } from './comparison.js';
import { currentLoad, renderDocument } from './document.js';
import { alternate, type Command, missingPrograms } from './measure.js';
import { PROJECT } from './project.js';
import { type Measured, renderTable } from './table.js';
import { type InputSetup, TARGETS } from './targets.js';

const USAGE = 'usage: npm run bench -- [--size 1GB] [--runs 5] [--large 10GB] [target number...]';
const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9 };

function readSize(text: string): number {
  const [, digits, unit = ''] = /^(\d+)(MB|GB)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (digits === undefined || factor === undefined) throw new Error(`size "${text}": expected such as 200MB or 1GB`);
  return Number(digits) * factor;
}

function readRuns(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${text}: expected a number from 1`);
  return runs;
}

async function measure(comparisons: readonly Comparison[], rounds: number): Promise<readonly Measured[]> {
  const wanted = comparisons.filter(({ counterpart }) => counterpart === undefined || isInstalled(counterpart));
  // Two comparisons may share a command: it runs once in each round.
  const commands = new Map<string, Command>();
  for (const { ours, counterpart } of wanted) {
    for (const command of counterpart === undefined ? [ours] : [ours, counterpart]) commands.set(command.line, command);
  }
  const lines = [...commands.keys()];
  const runs = await alternate([...commands.values()], rounds);
  const runsOf = ({ line }: Command): Measured['ours'] => runs[lines.indexOf(line)] ?? [];
  return wanted.map((comparison) => ({
    comparison,
    ours: runsOf(comparison.ours),
    ...(comparison.counterpart === undefined ? {} : { counterpart: runsOf(comparison.counterpart) }),
  }));
}

function isInstalled(command: Command): boolean {
  const missing = missingPrograms(command);
  if (missing.length > 0) console.error(`${command.name}: skipped, not installed: ${missing.join(', ')}`);
  return missing.length === 0;
}

/** The inputs of a target are deleted before those of the next are made. */
async function measureTarget(target: number, setup: InputSetup, rounds: number): Promise<readonly Measured[]> {
  const prepare = TARGETS.get(target);
  if (prepare === undefined)
    throw new Error(`there is no target ${target}: expected ${[...TARGETS.keys()].join(', ')}`);
  console.error(`target ${target}: making inputs`);
  mkdirSync(setup.folder);
  const comparisons = await prepare(setup);
  console.error(`target ${target}: measuring`);
  const measured = await measure(comparisons, rounds);
  rmSync(setup.folder, { recursive: true });
  return measured;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string', default: '1GB' },
      runs: { type: 'string', default: '5' },
      large: { type: 'string' },
    },
  });
  const logBytes = readSize(values.size);
  const rounds = readRuns(values.runs);
  const pipedSizes = values.large === undefined ? [values.size] : [values.size, values.large];
  for (const size of pipedSizes) readSize(size);
  const targets = positionals.length > 0 ? positionals.map(Number) : [...TARGETS.keys()];
  const load = currentLoad();
  const folder = mkdtempSync(join(tmpdir(), 'bundlescope-bench-'));
  const rows: Measured[] = [];
  try {
    for (const target of targets) {
      rows.push(
        ...(await measureTarget(target, { folder: join(folder, `target-${target}`), logBytes, pipedSizes }, rounds)),
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const table = renderTable(rows);
  console.log(table);
  if (positionals.length > 0) return;
  writeFileSync(join(PROJECT, 'docs/benchmarks.md'), renderDocument(table, { size: values.size, rounds, load }));
}

try {
  await main();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
