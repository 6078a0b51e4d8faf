import { type Outcome, safeInstall } from '../../safe-install.ts';
import { HELP } from '../help.ts';
import type { CommandContext } from '../main.ts';
import { releaseName, verdictLines } from './outcome-lines.ts';
import { reporting, toReportedFacts } from './reporting.ts';
import { openSession, type Session } from './session.ts';

/** `safe-install [install] REQ…` */
export async function runInstall(context: CommandContext): Promise<number> {
  const session = openSession(context, 'install');
  if (session.meant.help) {
    context.stdout.write(HELP);
    return 0;
  }
  return await reporting(context, session, async (observe) => {
    const outcome = await safeInstall({ command: 'install', words: context.words }, session.doors, (facts) =>
      observe(toReportedFacts(facts)),
    );
    session.terminal.clear();
    if (session.terminal.verbosity >= 0) session.terminal.lines(outcomeLines(outcome, session));
    writeTimings(outcome, context);
    return outcome.verified;
  });
}

function outcomeLines(outcome: Outcome, { terminal }: Session): readonly string[] {
  const { resolution, verified, installation } = outcome;
  const asked = outcome.target.arguments.wanted.requirements.length > 0;
  const satisfied = resolution.kept
    .toReversed()
    .map(({ name, version, location }) => `Requirement already satisfied: ${name} ${version} in ${location}`);
  const shown =
    terminal.verbosity > 0 || verified.length === 0 || (asked && satisfied.length < MOST_SATISFIED)
      ? satisfied
      : [];
  const names = verified.map(releaseName).sort().join(' ');
  const lines = verdictLines(outcome, terminal);
  const [verdict, counts = ''] = [lines.slice(0, -1), lines.at(-1)];
  const result = installation ?? (names === '' ? undefined : `Would install ${names}`);
  return [
    ...shown.slice(0, terminal.verbosity > 0 ? undefined : MOST_SATISFIED),
    ...verdict,
    ...(result === undefined ? [] : [terminal.palette.good(result)]),
    counts,
  ];
}

/** Lines about what is there already; a large environment would push everything else off the screen. */
const MOST_SATISFIED = 12;

/** `SAFE_INSTALL_TIMINGS=1`: milliseconds of each stage as one line of JSON on stderr, for measurements. */
function writeTimings({ stopwatch }: Outcome, { environment, stderr }: CommandContext): void {
  if (environment.SAFE_INSTALL_TIMINGS === '1')
    stderr.write(`${JSON.stringify({ timings: stopwatch.timings })}\n`);
}
