import { defineConfig } from 'vitest/config';

/** Where .ci/run wants the numbers. */
const report = process.env.VITEST_REPORT;

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    ...(report && { reporters: ['default', 'json'], outputFile: { json: report } }),
  },
});
