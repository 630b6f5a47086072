import { writeFileSync } from 'node:fs';

// Loaded into the measured process with `node --import`: tells the peak resident memory of the whole process, workers included.
process.on('exit', () => {
  const file = process.env['BENCH_MEMORY_FILE'];
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
