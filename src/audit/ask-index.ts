import pLimit from 'p-limit';
import type { Project, WheelFile } from '../artifact/index.ts';
import { REASONS, type ReasonCode, SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import type { PackageIndex } from '../index/index.ts';
import { type NormalizedName, parseRecord, type RecordEntry, type Version } from '../packaging/index.ts';
import type { IndexAudit, KnownFile } from './audit-environment.ts';
import type { InstalledPlace } from './audit-place.ts';
import type { AuditedDistribution } from './distribution.ts';
import { differencesFrom, type Identity, identify } from './identify.ts';
import { summaryOf } from './index-summary.ts';
import type { Installations } from './installations.ts';
import { type JudgingDoors, judgeFile } from './judge-file.ts';

/** Distributions that are asked about at once: enough to hide the round trips, few enough to be a polite client. */
const MOST_AT_ONCE = 12;

export interface IndexDoors extends JudgingDoors {
  readonly index: Pick<PackageIndex, 'fetchProject' | 'fetchRecord' | 'fetchMetadata' | 'openFile'>;
  /** What safe-install remembers of a folder of packages. */
  readonly installationsOf: (folder: string) => Promise<Installations>;
  readonly signal: AbortSignal;
}

interface Release {
  readonly name: NormalizedName;
  readonly version: Version;
}

/** What came of one distribution. */
interface Answer {
  readonly distribution: AuditedDistribution;
  readonly file: KnownFile | null;
  readonly findings: readonly SafeInstallError[];
  readonly notes: readonly SafeInstallError[];
}

/**
 * Asks the index about everything that was installed from one: whether the release was withdrawn, which of its files it
 * was, and what the policy makes of that file.
 */
export async function askIndex(places: readonly InstalledPlace[], doors: IndexDoors): Promise<IndexAudit> {
  const asked: Promise<Answer>[] = [];
  const limit = pLimit(MOST_AT_ONCE);
  for (const { place, distributions } of places) {
    const installations = await doors.installationsOf(place.folder);
    for (const distribution of distributions) {
      const { name, version, source } = distribution;
      if (name !== null && version !== null && source === 'index')
        asked.push(limit(() => askAbout(distribution, { name, version }, installations, doors)));
    }
  }
  const settled = await Promise.allSettled(asked);
  doors.signal.throwIfAborted();
  const answers = settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
  const elsewhere = places
    .flatMap(({ distributions }) => distributions)
    .filter(({ name, version, source }) => name === null || version === null || source !== 'index');
  return {
    isAsked: true,
    sentence: summaryOf(answers, elsewhere),
    files: new Map(
      answers.flatMap(({ distribution, file }) => (file === null ? [] : [[distribution, file]])),
    ),
    findings: once(answers.flatMap(({ findings }) => findings)),
    notes: answers.flatMap(({ notes }) => notes),
  };
}

/** An index that does not answer is one fault, however many distributions it was to be asked about. */
function once(errors: readonly SafeInstallError[]): readonly SafeInstallError[] {
  const seen = new Set<string>();
  return errors.filter(({ code, message }) => {
    const key = `${code}\0${message}`;
    const isNew = REASONS[code].outcome !== 'unverifiable' || !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

async function askAbout(
  distribution: AuditedDistribution,
  { name, version }: Release,
  installations: Installations,
  doors: IndexDoors,
): Promise<Answer> {
  const findings: SafeInstallError[] = [];
  const notes: SafeInstallError[] = [];
  const answer = (file: KnownFile | null): Answer => ({ distribution, file, findings, notes });
  try {
    const project = await doors.index.fetchProject(name);
    const recordOf = (file: WheelFile): Promise<readonly RecordEntry[] | undefined> =>
      readRecord(file, doors);
    const identity = await identify(distribution, project, installations.get(name), recordOf);
    notes.push(...statusNotes(distribution, project));
    findings.push(...yankedFindings(distribution, version, project, identity));
    if (identity.kind === 'differs') findings.push(differs(distribution, identity));
    if (identity.kind === 'unknown') {
      const { settings } = doors.governance.policy.demandsOn(name, version);
      const isDemanded = settings.provenance.value === 'required';
      (isDemanded ? findings : notes).push(unknownFile(distribution, identity.why));
    }
    if (identity.kind !== 'known') return answer(null);
    const { filename, sha256 } = identity.file;
    const { evidence, warnings, record } = await judgeFile(distribution, identity.file, project, doors);
    // the whole wheel has the last word: what was read from its end is what the index wanted to be read
    const paths = record === null ? [] : differencesFrom(distribution, distribution.record ?? [], record);
    if (paths.length > 0) {
      findings.push(differs(distribution, { kind: 'differs', filename, paths }));
      return answer(null);
    }
    notes.push(...warnings.map((warning) => warning.about(distribution.label)));
    return answer({ filename, sha256, by: identity.by, evidence });
  } catch (error) {
    if (error instanceof SafeInstallErrors)
      findings.push(...error.errors.map((each) => each.about(distribution.label)));
    else if (error instanceof SafeInstallError) findings.push(error.about(distribution.label));
    else throw error;
    return answer(null);
  }
}

/** A RECORD that breaks the rules is no proof of anything: the wheel is passed over. */
async function readRecord(
  file: WheelFile,
  { index, signal }: IndexDoors,
): Promise<readonly RecordEntry[] | undefined> {
  const bytes = await index.fetchRecord(file, signal);
  try {
    return bytes === undefined ? undefined : parseRecord(bytes);
  } catch (error) {
    if (error instanceof SafeInstallError && error.code.startsWith('record.')) return undefined;
    throw error;
  }
}

function statusNotes(
  { label }: AuditedDistribution,
  { status, statusReason }: Project,
): readonly SafeInstallError[] {
  if (status !== 'archived' && status !== 'deprecated') return [];
  const code: ReasonCode = status === 'archived' ? 'audit.archived' : 'audit.deprecated';
  const reason = statusReason === null ? '' : `: "${statusReason}"`;
  return [new SafeInstallError({ code, message: `its project is ${status}${reason}`, subject: label })];
}

function yankedFindings(
  { label }: AuditedDistribution,
  version: Version,
  { files }: Project,
  identity: Identity,
): readonly SafeInstallError[] {
  const release = files.filter((file) => file.version.equals(version));
  const concerned = identity.kind === 'known' ? [identity.file] : release;
  const reasons = concerned.map(({ yanked }) => yanked);
  const [first] = reasons;
  if (first === undefined || first === false || reasons.includes(false)) return [];
  return [
    new SafeInstallError({
      code: 'audit.yanked',
      message:
        first === '' ? 'its maintainers have withdrawn it' : `its maintainers have withdrawn it: "${first}"`,
      subject: label,
      hint: 'Install another release of it',
    }),
  ];
}

const differs = (
  { label, place }: AuditedDistribution,
  { filename, paths }: Extract<Identity, { kind: 'differs' }>,
): SafeInstallError =>
  new SafeInstallError({
    code: 'audit.differs',
    message: `its RECORD is not that of "${filename}", which it claims to be`,
    subject: label,
    facts: [
      ...paths.slice(0, 1_000).map((value) => ({ label: 'file', value })),
      { label: 'in', value: place.folder },
    ],
    hint: 'Do not use it; install it again with safe-install --force-reinstall, and find out who writes there',
  });

const unknownFile = ({ label }: AuditedDistribution, why: string): SafeInstallError =>
  new SafeInstallError({
    code: 'audit.unknown-file',
    message: `nobody can tell which file it was installed from: ${why}`,
    subject: label,
    hint: 'Install it with safe-install, which remembers the file',
  });
