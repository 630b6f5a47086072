import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    // Whole sample bundles are analyzed on machines with two cores; the default of 5 s measures the machine, not the program.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The default leaves one processor idle, which on a machine with two doubles the time: the tests wait for nothing but processors.
    maxWorkers: '100%',
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/logs/matcher/assembly/**'],
      reporter: ['text-summary', 'html'],
    },
  },
});
