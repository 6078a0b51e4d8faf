import { SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import { checkTaken } from '../../installers/index.ts';
import { openHttp, readGovernance } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { chooseAction, takeOwnWords } from '../own-words.ts';
import { openSession } from './session.ts';
import { rootLines, rootObject } from './trust/describe-root.ts';
import { loadRoots } from './trust/load-roots.ts';

const ACTIONS = ['show', 'update'] as const;

const HELP = `Usage: safe-install trust show|update [OPTION…]

  show     the Sigstore trust roots that the policy names: where each comes
           from, how old it is, when it expires; asks no network
  update   refreshes them now, through their TUF repositories

Options
  --format text|json
  --policy FILE        the policy to read, instead of the project's
  --proxy, --cert, --client-cert, --timeout, --retries, --offline: of install

Exit codes: 0 all roots can be used, 2 wrong usage, policy or file, 3 a root is
out of date or could not be refreshed (try again)
`;

/** `safe-install trust show|update`: the trust roots in use on stdout, what is wrong with them on stderr. */
export async function runTrust(context: CommandContext): Promise<number> {
  const { rest, flags, values } = takeOwnWords(context.words, {
    flags: ['--help', '-h'],
    values: { '--format': ['text', 'json'] },
  });
  if (flags.size > 0) {
    context.stdout.write(HELP);
    return 0;
  }
  const { doors, meant } = openSession({ ...context, words: rest }, 'install');
  const [word, more] = meant.wanted.requirements;
  const action = chooseAction('trust', word, ACTIONS);
  if (more !== undefined)
    throw new SafeInstallError({ code: 'usage.command', message: `"trust ${action}" takes no "${more}"` });
  checkTaken(rest, context.environment, `trust ${action}`, ['policy', 'network']);
  const { policy } = await readGovernance(meant.policy, doors);
  const http = openHttp(meant.network, doors);
  try {
    const now = doors.clock.now();
    const trustDoors = { http, clock: doors.clock, stateFolder: doors.folders.state };
    const roots = await loadRoots(policy, action, trustDoors);
    const text =
      values.get('--format') === 'json'
        ? `${JSON.stringify({ version: 1, roots: roots.map((root) => rootObject(root, now)) }, null, 2)}\n`
        : roots.map((root) => `${rootLines(root, now).join('\n')}\n`).join('\n');
    context.stdout.write(text);
    const errors = roots.flatMap(({ error }) => (error === null ? [] : [error]));
    if (errors.length > 0) throw new SafeInstallErrors(errors);
    return 0;
  } finally {
    await http.close();
  }
}
