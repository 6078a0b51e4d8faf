import { SafeInstallError } from '../errors/index.ts';
import type { IndexAudit } from './audit-environment.ts';
import type { InstalledPlace } from './audit-place.ts';
import type { AuditedDistribution } from './distribution.ts';
import type { Installation, Installations } from './installations.ts';
import { installedDigest } from './wheel-record.ts';

/**
 * What can be said without an index: whether the RECORDs are still those of the wheels that safe-install has installed,
 * where it has.
 */
export async function recall(
  places: readonly InstalledPlace[],
  installationsOf: (folder: string) => Promise<Installations>,
): Promise<IndexAudit> {
  const findings: SafeInstallError[] = [];
  let total = 0;
  let remembered = 0;
  for (const { place, distributions } of places) {
    const installations = await installationsOf(place.folder);
    for (const distribution of distributions) {
      total += 1;
      const installation = rememberedOf(distribution, installations);
      if (installation === undefined || distribution.record === null) continue;
      remembered += 1;
      if (installedDigest(distribution.record, distribution.info) !== installation.files)
        findings.push(changed(distribution, installation));
    }
  }
  return { isAsked: false, sentence: sentence(remembered, total), files: new Map(), findings, notes: [] };
}

/** What is remembered of the release that is there; another one was installed by somebody else. */
function rememberedOf(
  { name, version }: AuditedDistribution,
  installations: Installations,
): Installation | undefined {
  const installation = name === null ? undefined : installations.get(name);
  return version !== null && installation?.version === String(version) ? installation : undefined;
}

const changed = ({ label, info, place }: AuditedDistribution, { filename }: Installation): SafeInstallError =>
  new SafeInstallError({
    code: 'audit.differs',
    message: `its RECORD is not that of "${filename}", which it was installed from`,
    subject: label,
    facts: [
      { label: 'file', value: `${info}/RECORD` },
      { label: 'in', value: place.folder },
    ],
    hint: 'Do not use it; install it again with safe-install --force-reinstall, and find out who writes there',
  });

/** No more must be made of RECORD than it is. */
const sentence = (remembered: number, total: number): string =>
  remembered === total && total > 0
    ? 'The index was not asked; every RECORD was compared with the wheel that safe-install had installed'
    : `The index was not asked: RECORD alone was compared, which who changes a file can change too${
        remembered === 0 ? '' : `, but for ${remembered} of ${total} that safe-install has installed`
      }`;
