import { resolve } from 'node:path';
import { printable, Refusal, SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import { type NamedPublisher, parsePublisher } from '../../policy/index.ts';
import { PlanRefusal, prepare, verifyLocalFile } from '../../prepare/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import type { CommandContext } from '../main.ts';
import { type OwnWords, takeOwnWords } from '../own-words.ts';
import { type Expectations, judgingLocalFiles, type LocalFiles, localFilesOf } from './local-files.ts';
import { countsOf, warningLines } from './outcome-lines.ts';
import { type ReportedFacts, reporting, toReportedFacts } from './reporting.ts';
import { openSession, type Session } from './session.ts';

const OWN = {
  flags: ['--help', '-h'],
  values: {
    '--evidence': null,
    '--identity': null,
    '--issuer': null,
    '--publisher': null,
    '--trusted-root': null,
  },
} as const;

const HELP = `Usage: safe-install verify FILE|DIR|REQUIREMENT… [OPTION…]

Says for each file whether it holds what it promises, and who built it; nothing
is installed. One line on stdout for each file that passes:
  attested|unattested|waived FILENAME sha256:… [PUBLISHER]

Options
  --evidence FILE       provenance, attestation or Sigstore bundle of one file;
                        without it, what lies beside the file
  --publisher FORM      who has to have signed, as github:OWNER/REPO/FILE[#ENV],
                        gitlab:GROUP/PROJECT//FILE[#ENV], google:EMAIL or
                        circleci:PROJECT/PIPELINE
  --identity NAME --issuer URL   the same for any other signer
  --trusted-root FILE   a Sigstore trusted_root.json instead of the public one
  and the options of install

Exit codes: 0 all pass, 1 refused, 2 wrong usage, 3 could not be checked
`;

/** `safe-install verify FILE|DIR|REQ…`: verdicts only. What is wrong with files is told on stderr, together. */
export async function runVerify(context: CommandContext): Promise<number> {
  const own = takeOwnWords(context.words, OWN);
  if (own.flags.size > 0) {
    context.stdout.write(HELP);
    return 0;
  }
  const session = openSession({ ...context, words: own.rest }, 'install');
  const expected = expectationsOf(own, context.currentFolder);
  const local = await localFilesOf(session, context.currentFolder);
  if (expected.evidence !== null) checkOneFile(session, local);
  return await reporting(context, session, async (observe) => {
    const tally = new Tally(observe, session);
    await verifyLocalFiles(local.paths, expected, session, tally);
    const { requirementFiles, requirements } = session.meant.wanted;
    const asked = requirementFiles.length > 0 || requirements.some((word) => !local.words.has(word));
    if (asked || local.paths.length === 0)
      await verifyRequirements(
        own.rest.filter((word) => !local.words.has(word)),
        expected,
        session,
        tally,
      );
    tellVerdicts(tally, session, context);
    return tally.passed;
  });
}

function tellVerdicts(tally: Tally, { terminal, meant }: Session, { stdout }: CommandContext): void {
  terminal.clear();
  terminal.lines(warningLines(tally.passed, terminal));
  if (meant.output.report !== '-') for (const artifact of tally.passed) stdout.write(`${lineOf(artifact)}\n`);
  const refusal = tally.refusal();
  if (refusal !== null) throw refusal;
  if (terminal.verbosity >= 0) terminal.lines([countsOf(tally.passed)]);
}

/** Evidence is for one file, and for one that lies here. */
function checkOneFile({ meant }: Session, { words, paths }: LocalFiles): void {
  const other = meant.wanted.requirements.find((word) => !words.has(word));
  if (paths.length === 1 && other === undefined) return;
  throw new SafeInstallError({
    code: 'usage.option',
    message:
      other === undefined
        ? `"--evidence" is for one file, and ${paths.length} are named`
        : `"--evidence" is for a file that lies here, and "${other}" is none`,
  });
}

/** What has passed, and what stands against the rest. */
class Tally {
  readonly passed: VerifiedArtifact[] = [];
  readonly #errors: SafeInstallError[] = [];
  readonly #observe: (facts: ReportedFacts) => void;
  readonly #output: ReportedFacts['output'];
  #refused = 0;

  constructor(observe: (facts: ReportedFacts) => void, { meant }: Session) {
    this.#observe = observe;
    this.#output = meant.output;
  }

  /** Takes note of what `work` brings, or of what goes wrong in it, if it is of the kind that is told and not thrown. */
  async add(work: () => Promise<readonly VerifiedArtifact[]>): Promise<void> {
    try {
      this.passed.push(...(await work()));
    } catch (error) {
      if (error instanceof PlanRefusal) this.passed.push(...error.verified);
      if (error instanceof SafeInstallErrors) this.#errors.push(...error.errors);
      else if (error instanceof SafeInstallError) this.#errors.push(error);
      else throw error;
      this.#refused += error instanceof Refusal ? error.refused : 1;
    }
  }

  /** Tells a report what it is about: the files that lie here first, then the plan of the requirements. */
  tell(facts: Omit<ReportedFacts, 'output' | 'plan' | 'markers'> & Partial<ReportedFacts>): void {
    const local = this.passed.map(({ candidate }) => candidate);
    this.#observe({
      markers: null,
      output: this.#output,
      ...facts,
      plan: [...local, ...(facts.plan ?? [])],
    });
  }

  /** `null` where everything has passed. */
  refusal(): PlanRefusal | null {
    if (this.#errors.length === 0) return null;
    return new PlanRefusal([...new Set(this.#errors)], this.passed, this.#refused);
  }
}

function expectationsOf({ values }: OwnWords, currentFolder: string): Expectations {
  const [identity, issuer, publisher] = ['--identity', '--issuer', '--publisher'].map((name) =>
    values.get(name),
  );
  const path = (name: string): string | null => {
    const value = values.get(name);
    return value === undefined ? null : resolve(currentFolder, value);
  };
  if (
    (identity === undefined) !== (issuer === undefined) ||
    (identity !== undefined && publisher !== undefined)
  )
    throw new SafeInstallError({
      code: 'usage.option',
      message: 'a signer is named by "--publisher", or by "--identity" and "--issuer" together',
    });
  const named: readonly NamedPublisher[] =
    publisher !== undefined
      ? [{ publisher: parsePublisher(publisher), origin: '--publisher' }]
      : identity !== undefined && issuer !== undefined
        ? [{ publisher: { kind: 'Identity', identity, issuer }, origin: '--identity' }]
        : [];
  return {
    evidence: path('--evidence'),
    named: named.length === 0 ? null : named,
    trustedRoot: path('--trusted-root'),
  };
}

async function verifyLocalFiles(
  paths: readonly string[],
  expected: Expectations,
  session: Session,
  tally: Tally,
): Promise<void> {
  if (paths.length === 0) return;
  await judgingLocalFiles(expected, session, async (judgement) => {
    for (const path of paths)
      await tally.add(async () => [await verifyLocalFile(path, judgement, session.doors.signal)]);
    const { governance, roots } = judgement;
    tally.tell({ governance, trust: roots.loaded });
  });
}

const verifyRequirements = (
  words: readonly string[],
  { named, trustedRoot }: Expectations,
  { doors }: Session,
  tally: Tally,
): Promise<void> =>
  tally.add(async () => {
    const prepared = await prepare(
      { command: 'install', words },
      {
        files: 'verify',
        installed: 'ignore',
        sdists: 'take',
        observe: (facts) => tally.tell(toReportedFacts(facts)),
        ...(named === null ? {} : { named }),
        ...(trustedRoot === null ? {} : { trustedRoot }),
      },
      doors,
    );
    await prepared.close();
    return prepared.verified;
  });

function lineOf({ artifact, verdict }: VerifiedArtifact): string {
  const { evidence } = verdict;
  const line = `${evidence.kind} ${printable(artifact.file.filename)} sha256:${artifact.sha256}`;
  return evidence.kind === 'attested' ? `${line} ${printable(evidence.publisher)}` : line;
}
