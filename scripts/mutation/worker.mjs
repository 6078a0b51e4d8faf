// Tries mutants, one after the other, that it is sent: the tests run on the changed text, which never touches the disk.
import { createVitest } from 'vitest/node';

let mutant = null;

const vitest = await createVitest(
  'test',
  {
    config: false,
    watch: false,
    reporters: [{}],
    setupFiles: ['test/support/setup.ts'],
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
    bail: 1,
    testTimeout: 20_000,
    retry: 0,
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform(_text, id) {
          if (mutant === null || id.split('?')[0] !== mutant.path) return null;
          const { text } = mutant; // as it was when the mutants were found
          return text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end);
        },
      },
    ],
  },
);

/**
 * The first of these test files that does not pass; `null` where all do. What is known of earlier runs is forgotten: it
 * would be counted again.
 */
async function failing(files) {
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  const specifications = await vitest.globTestSpecifications(files);
  const wanted = specifications.filter(({ moduleId }) => files.includes(moduleId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted, false);
  const failed =
    testModules.find((each) => each.state() === 'failed') ?? testModules.find((each) => !each.ok());
  if (failed !== undefined) return failed.moduleId;
  return unhandledErrors.length > 0 || testModules.length !== wanted.length ? files[0] : null;
}

process.on('message', async (message) => {
  if (message === 'end') {
    await vitest.close();
    process.exit(0);
  }
  mutant = message.mutant;
  if (mutant !== null) vitest.invalidateFile(mutant.path);
  let killer = null;
  for (const files of message.batches) {
    killer = await failing(files);
    if (killer !== null) break;
  }
  if (mutant !== null) {
    const { path } = mutant;
    mutant = null;
    vitest.invalidateFile(path);
  }
  process.send(killer);
});
process.send('ready');
