import { SafeInstallError } from '../../errors/index.ts';
import { readGovernance } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { chooseAction, takeOwnWords } from '../own-words.ts';
import { openSession } from './session.ts';

const ACTIONS = ['check', 'show'] as const;

const HELP = `Usage: safe-install policy check|show [OPTION…]

  check [FILE…]              everything that is wrong with policy files, with
                             its place; without a FILE, of the project's
  show [PACKAGE[==VERSION]]  the policy in force, or what of it is about a
                             package, each line with its origin

Options
  --policy FILE              the policy to read, instead of the project's
  --ci                       as it is in force with --ci
  --format text|json         of show
  -q                         of check: silent where nothing is wrong

Exit codes: 0 done, 2 wrong usage, or a policy is not valid
The keys of a policy file: docs/policy.md
`;

/** `safe-install policy check|show` */
export async function runPolicy(context: CommandContext): Promise<number> {
  const { rest, flags, values } = takeOwnWords(context.words, {
    flags: ['--help', '-h'],
    values: { '--format': ['text', 'json'] },
  });
  if (flags.size > 0) {
    context.stdout.write(HELP);
    return 0;
  }
  const { doors, meant, terminal } = openSession({ ...context, words: rest }, 'install');
  const [word, ...words] = meant.wanted.requirements;
  switch (chooseAction('policy', word, ACTIONS)) {
    case 'check': {
      const { checkPolicies } = await import('./policy/check.ts');
      await checkPolicies(words, meant, doors, terminal);
      return 0;
    }
    case 'show': {
      const { showPolicy } = await import('./policy/show.ts');
      const [asked, more] = words;
      if (more !== undefined)
        throw new SafeInstallError({
          code: 'usage.command',
          message: `"policy show" is about one package, and was given "${more}" too`,
        });
      const { policy } = await readGovernance(meant.policy, doors);
      context.stdout.write(showPolicy(policy, asked, values.get('--format') === 'json' ? 'json' : 'text'));
      return 0;
    }
  }
}
