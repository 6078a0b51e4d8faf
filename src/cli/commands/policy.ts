import { SafeInstallError } from '../../errors/index.ts';
import { checkTaken, withoutFirstWord } from '../../installers/index.ts';
import { readGovernance } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { chooseAction, takeOwnWords } from '../own-words.ts';
import { openSession } from './session.ts';

const ACTIONS = ['init', 'pin', 'check', 'show'] as const;

const HELP = `Usage: safe-install policy init|pin|check|show [OPTION…]

  init [REQ…] [-r FILE]      writes safe-install.toml with who signed what is
                             installed, or would be (requirements, a lock)
  pin PACKAGE[==VERSION]…    verifies a release, and adds who signed it
  check [FILE…]              everything that is wrong with policy files, with
                             its place; without a FILE, of the project's
  show [PACKAGE[==VERSION]]  the policy in force, or what of it is about a
                             package, each line with its origin

Options
  --force                    of init: in place of the policy that is there
  --policy FILE              the policy to read, instead of the project's
  --ci                       of show: as it is in force with --ci
  --format text|json         of show
  -q                         silent where nothing is wrong

Exit codes: 0 done, 1 refused, 2 wrong usage or policy, 3 could not check, 4 no
such release. The keys of a policy file: docs/policy.md
`;

/** `safe-install policy init|pin|check|show` */
export async function runPolicy(context: CommandContext): Promise<number> {
  const { rest, flags, values } = takeOwnWords(context.words, {
    flags: ['--help', '-h', '--force'],
    values: { '--format': ['text', 'json'] },
  });
  if (flags.has('--help') || flags.has('-h')) {
    context.stdout.write(HELP);
    return 0;
  }
  const { doors, meant, terminal } = openSession({ ...context, words: rest }, 'install');
  const [word, ...words] = meant.wanted.requirements;
  const action = chooseAction('policy', word, ACTIONS);
  const others = withoutFirstWord(rest, context.environment);
  if (action === 'check' || action === 'show')
    checkTaken(rest, context.environment, `policy ${action}`, ['policy']);
  switch (action) {
    case 'init': {
      const { initPolicy } = await import('./policy/init.ts');
      const { wanted } = meant;
      const order = { ...meant, wanted: { ...wanted, requirements: words } };
      const overwrite = flags.has('--force') ? 'forced' : 'never';
      await initPolicy({ words: others, meant: order, overwrite }, doors, terminal);
      return 0;
    }
    case 'pin': {
      const { pinPublishers } = await import('./policy/pin.ts');
      if (words.length === 0)
        throw new SafeInstallError({
          code: 'usage.command',
          message: '"policy pin" is told no package',
          hint: 'Say "safe-install policy pin PACKAGE"',
        });
      await pinPublishers(others, doors, terminal);
      return 0;
    }
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
