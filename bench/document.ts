import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** How the benchmark was run. */
export interface BenchSetup {
  readonly size: string;
  readonly rounds: number;
  /** Load of the machine over the last minute before it began. */
  readonly load: number;
}

const READING = `## How to read it

Every row is a ratio (or a difference) of two commands that ran in alternation on the same input and machine, each in a process of its own.
*wall* and *cpu* (user and system, all processes and threads of the command) are medians over the rounds. *measured* is the median of the
rounds' own ratios of wall time, so that a busy machine weighs on both sides alike; it need not be the quotient of the two medians. Memory
is the highest peak of all rounds. *cpu ratio* is the same ratio of processor time: where it is far above the wall ratio, the program uses
more than one core, and where other work takes the cores, the wall ratio gets worse by that much.

| # | what is compared |
|---|---|
| 1 | the whole diagnosis of a tar.gz with all rules, against looking for all their literals with ripgrep, and against decompressing alone. The zips hold the same entries; their counterpart is the diagnosis of the tar.gz |
| 2 | peak resident memory while a bundle is generated into a pipe |
| 3 | nine more rules for every signal on lines, in the same logs, with literals of the same words; compiled and cached like the shipped ones |
| 4 | the diagnosis of a folder of lists, against parsing them with the \`yaml\` package |
| 5 | start of the program against the start of Node; a small bundle against the start of the program |
| 6 | a zip as the program reads it by itself, against the same on one processor: what all processors together gain. Then two threads that scan against one thread that does everything (--threads 1 and 0): node:zlib decompresses in a thread of its own even then, so that one thread takes more than one processor |
| 7 | a cluster in which much is wrong: the phases that \`--profile\` tells, in percent of the time of reading and scanning. Measuring rules makes *evaluate* slower than it is without \`--profile\` |
`;

/** docs/benchmarks.md: when and where it was measured, the table, and how to read it. */
export function renderDocument(table: string, { size, rounds, load }: BenchSetup): string {
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GiB of memory, Node ${process.version}`;
  return `# Benchmarks

\`npm run bench\` makes its inputs, runs all of this and writes this page.

- date: ${new Date().toISOString().slice(0, 10)}
- machine: ${machine}, ${process.platform}; load before the run ${load.toFixed(1)}
- logs: ${size} uncompressed; ${rounds} rounds

${table}
${READING}`;
}

/** Load of the machine over the last minute. */
export function currentLoad(): number {
  return loadavg()[0] ?? 0;
}
