import { describePublisher } from '../../../attestation/index.ts';
import { printable, SafeInstallError, SafeInstallErrors } from '../../../errors/index.ts';
import type { Doors } from '../../../prepare/index.ts';
import { prepare } from '../../../prepare/index.ts';
import { count } from '../../../report/index.ts';
import type { VerifiedArtifact } from '../../../verify/index.ts';
import type { Terminal } from '../../terminal.ts';
import { publishersOf } from './find-publishers.ts';
import { governToPin } from './pin-governance.ts';
import { openDocument, writeRules } from './policy-document.ts';

/**
 * `safe-install policy pin PACKAGE…`: verifies the files that would be installed, and names who signed them in the policy
 * of the project. All of them, or nothing is written.
 *
 * @throws SafeInstallErrors `provenance.missing` for files that nobody has signed; all that `prepare` throws.
 */
export async function pinPublishers(
  words: readonly string[],
  doors: Doors,
  terminal: Terminal,
): Promise<void> {
  const prepared = await prepare(
    { command: 'install', words: ['--no-deps', ...words] },
    { files: 'verify', installed: 'ignore', sdists: 'take', govern: governToPin },
    doors,
  );
  try {
    const { policy, now } = prepared.governance;
    const { pinned, named, unsigned } = publishersOf(prepared.verified, policy);
    terminal.clear();
    if (unsigned.length > 0) throw new SafeInstallErrors(unsigned.map(nobody));
    const document = await openDocument(policy, doors.currentFolder);
    if (pinned.length > 0) await writeRules(document, pinned, policy, now);
    if (terminal.verbosity < 0) return;
    terminal.lines([
      ...named.map(({ candidate, judgement }) =>
        printable(`${candidate.name}: a rule names its publisher (${judgement.decision.namedBy})`),
      ),
      ...pinned.map(({ name, publisher }) => printable(`${name}: ${describePublisher(publisher)}`)),
      ...(pinned.length === 0
        ? []
        : [`Added ${count(pinned.length, 'rule')} to ${printable(document.shown)}`]),
    ]);
  } finally {
    await prepared.close();
  }
}

const nobody = ({ candidate, artifact }: VerifiedArtifact): SafeInstallError =>
  new SafeInstallError({
    code: 'provenance.missing',
    message: 'nobody has signed it, so that there is no publisher to name',
    subject: `${candidate.name} ${candidate.version}`,
    facts: [{ label: 'file', value: artifact.file.filename }],
    hint: 'Name its publisher by hand if you know him; until he signs, nothing of his is installed',
  });
