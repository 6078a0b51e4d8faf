import { defineConfig } from 'vitest/config';

// One file, three suites: `unit` runs the sources, `e2e` runs the built command against loopback servers,
// `live` runs it against the index that the installed pip is configured for.
export default defineConfig({
  test: {
    maxWorkers: '100%', // most of what a test waits for is another process
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          testTimeout: 30_000,
          setupFiles: ['test/support/setup.ts'],
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: ['e2e/support/global-setup.ts'],
          include: ['e2e/*.test.ts', 'e2e/!(live)/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          setupFiles: ['test/support/setup.ts'],
        },
      },
      {
        test: {
          name: 'live',
          globalSetup: ['e2e/support/global-setup.ts'],
          include: ['e2e/live/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          setupFiles: ['test/support/setup.ts'],
        },
      },
    ],
  },
});
