import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Something that is run and timed. */
export interface Command {
  readonly name: string;
  /** A command line of the shell; see {@link quote}. */
  readonly line: string;
  /** Programs it needs besides Node. */
  readonly needs?: readonly string[];
  /** File to which it writes its peak resident memory, in KiB; see report-memory.ts. */
  readonly memoryFile?: string;
}

/** One run. Times in seconds; the processor time is that of all processes and threads of the command. */
export interface Run {
  readonly wall: number;
  readonly processor: number;
  /** Peak resident memory in MiB, where the command tells it. */
  readonly memory?: number;
  /** By phase the percent of the time of reading that it took; of `analyze --profile`. */
  readonly shares: ReadonlyMap<string, number>;
}

/** Makes one word of the shell of a text. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The programs of a command that are not installed. */
export function missingPrograms({ needs = [] }: Command): readonly string[] {
  return needs.filter((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined);
}

/** Runs each command `rounds` times in alternation, so that what else the machine does falls on all of them. */
export async function alternate(commands: readonly Command[], rounds: number): Promise<readonly (readonly Run[])[]> {
  const runs: Run[][] = commands.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, command] of commands.entries()) runs[index]?.push(await runOnce(command));
  }
  return runs;
}

/** The middle of an odd number of values, the mean of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? upper)) / 2 : upper;
}

async function runOnce({ name, line, memoryFile }: Command): Promise<Run> {
  const started = performance.now();
  // `times` prints the processor time of the shell and, on its second line, of its children (POSIX, Shell Command Language).
  const shell = spawn('sh', ['-c', `{ ${line}; } > /dev/null\nstatus=$?; times >&3; exit $status`], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    shell.once('error', reject);
    shell.once('close', resolve);
  });
  const [errors, times, status] = await Promise.all([textOf(shell.stdio[2]), textOf(shell.stdio[3]), ended]);
  const wall = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${name}: ended with status ${status}\n${line}\n${errors}`);
  const memory = memoryFile === undefined ? {} : { memory: Number(readFileSync(memoryFile, 'utf8')) / 1024 };
  return { wall, processor: processorSeconds(times), shares: sharesOf(errors), ...memory };
}

/** Reads `evaluate takes 7.3 %, diagnose takes ...`. */
function sharesOf(profile: string): ReadonlyMap<string, number> {
  const shares = [...profile.matchAll(/([a-z][a-z ]*) takes ([\d.]+) %/g)];
  return new Map(shares.map(([, phase = '', percent]) => [phase, Number(percent)]));
}

async function textOf(stream: unknown): Promise<string> {
  if (!isReadable(stream)) return '';
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function isReadable(stream: unknown): stream is AsyncIterable<unknown> {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream;
}

/** Sums `0m1.230s` of user and system. */
function processorSeconds(times: string): number {
  return [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
