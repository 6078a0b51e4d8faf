import { join } from 'node:path';
import { printable, SafeInstallError } from '../../../errors/index.ts';
import type { InstallArguments } from '../../../installers/index.ts';
import { listInstalled } from '../../../interpreter/index.ts';
import { pathExists } from '../../../platform/index.ts';
import type { EffectivePolicy } from '../../../policy/index.ts';
import { type Doors, findTarget, prepare } from '../../../prepare/index.ts';
import { count, wrap } from '../../../report/index.ts';
import type { VerifiedArtifact } from '../../../verify/index.ts';
import type { Terminal } from '../../terminal.ts';
import { publishersOf } from './find-publishers.ts';
import { governToBegin, governToPin, withoutProject } from './pin-governance.ts';
import { POLICY_FILE, writeRules } from './policy-document.ts';
import { type Looked, verifyEach } from './verify-each.ts';

/** What `policy init` is told. */
export interface InitOrder {
  /** All words but its own. */
  readonly words: readonly string[];
  readonly meant: InstallArguments;
  readonly overwrite: 'never' | 'forced';
}

/**
 * `safe-install policy init [REQ…] [-r FILE]`: verifies what is installed, or what would be, and writes a policy that
 * names who signed it. Only identities that were verified are written, each with its evidence as comment.
 *
 * @throws SafeInstallError `policy.exists`; `provenance.missing` where nobody has signed anything.
 */
export async function initPolicy(order: InitOrder, doors: Doors, terminal: Terminal): Promise<void> {
  const { policy: inForce, now } = await governToPin(order.meant.policy, doors);
  await checkFree(inForce, order, doors);
  const { requirementFiles, requirements, scripts, groups } = order.meant.wanted;
  const isAsked = [requirementFiles, requirements, scripts, groups].some((each) => each.length > 0);
  const { verified, skipped } = isAsked
    ? { verified: await verify(order.words, doors), skipped: [] }
    : await verifyInstalled(order.words, doors);
  terminal.clear();
  for (const { release, errors } of skipped)
    terminal.warn(`${release} is left out: ${errors.map(({ message }) => message).join('; ')}`);
  const policy = withoutProject(inForce);
  const { pinned, unsigned } = publishersOf(verified, policy);
  if (pinned.length === 0) throw nobody(verified.length);
  const document = {
    path: join(doors.currentFolder, POLICY_FILE),
    shown: POLICY_FILE,
    form: 'whole file',
    text: preamble(now),
    state: 'has none',
  } as const;
  await writeRules(document, pinned, policy, now);
  if (terminal.verbosity >= 0)
    terminal.lines([
      ...unsignedLines(unsigned, terminal.width),
      `Wrote ${POLICY_FILE}: ${count(pinned.length, 'rule')}; look through it before you rely on it`,
    ]);
}

async function checkFree(
  inForce: EffectivePolicy,
  { overwrite }: InitOrder,
  { currentFolder }: Doors,
): Promise<void> {
  const table = inForce.layers.find(({ kind, origin }) => kind === 'project' && origin.source === TABLE_FILE);
  if (table !== undefined)
    throw new SafeInstallError({
      code: 'policy.exists',
      message: 'the project has its policy in its pyproject.toml',
      subject: TABLE_FILE,
      hint: 'Add publishers to it with "safe-install policy pin PACKAGE"',
    });
  if (overwrite === 'forced' || !(await pathExists(join(currentFolder, POLICY_FILE)))) return;
  throw new SafeInstallError({
    code: 'policy.exists',
    message: 'there is a policy already',
    subject: POLICY_FILE,
    hint: 'Add publishers to it with "safe-install policy pin PACKAGE"; --force writes it anew, and what it says is lost',
  });
}

const TABLE_FILE = 'pyproject.toml';

/** Every release that is installed from an index; not what was built from a folder or a repository. */
async function verifyInstalled(words: readonly string[], doors: Doors): Promise<Looked> {
  const { interpreter } = await findTarget({ command: 'install', words }, doors);
  const installed = await listInstalled(interpreter, doors.log);
  const releases = installed
    .filter(({ directUrl, editable }) => directUrl === null && !editable)
    .map(({ name, version }) => `${name}==${version}`);
  return await verifyEach(releases, (some) => verify(['--no-deps', ...some, ...words], doors));
}

async function verify(words: readonly string[], doors: Doors): Promise<readonly VerifiedArtifact[]> {
  const prepared = await prepare(
    { command: 'install', words },
    { files: 'verify', installed: 'ignore', sdists: 'take', govern: governToBegin },
    doors,
  );
  await prepared.close(); // the files are of no more use: what was found out about them is
  return prepared.verified;
}

const preamble = (
  now: Date,
): string => `# Written by "safe-install policy init" on ${now.toISOString().slice(0, 10)}: each rule names who was proven to have
# published a file then, with what proves it. That he is the right one is for you to say.`;

const nobody = (files: number): SafeInstallError =>
  new SafeInstallError({
    code: 'provenance.missing',
    message: `of ${count(files, 'file')} none is signed by anybody, so that there is nobody to name`,
    hint: 'Without a policy, safe-install verifies what is published and remembers who published it',
  });

/** Lines that names may take; the rest is counted. */
const MOST_NAMES = 20;

function unsignedLines(unsigned: readonly VerifiedArtifact[], width: number): readonly string[] {
  if (unsigned.length === 0) return [];
  const names = unsigned.map(({ candidate }) => printable(candidate.name)).sort();
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return wrap(`Signed by nobody: ${names.slice(0, MOST_NAMES).join(', ')}${more}`, width, 0, 2);
}
