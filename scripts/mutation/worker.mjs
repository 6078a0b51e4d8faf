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

/** Whether the tests of these files pass. What is known of earlier runs is forgotten: it would be counted again. */
async function pass(files) {
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  const specifications = await vitest.globTestSpecifications(files);
  const wanted = specifications.filter(({ moduleId }) => files.includes(moduleId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted, false);
  return (
    unhandledErrors.length === 0 &&
    testModules.length === wanted.length &&
    testModules.every((each) => each.ok())
  );
}

process.on('message', async (message) => {
  if (message === 'end') {
    await vitest.close();
    process.exit(0);
  }
  mutant = message.mutant;
  if (mutant !== null) vitest.invalidateFile(mutant.path);
  let survived = true;
  for (const files of message.batches) {
    survived = await pass(files);
    if (!survived) break;
  }
  if (mutant !== null) {
    const { path } = mutant;
    mutant = null;
    vitest.invalidateFile(path);
  }
  process.send({ survived });
});
process.send('ready');
