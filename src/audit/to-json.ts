import type { SafeInstallError } from '../errors/index.ts';
import type { EnvironmentAudit } from './audit-environment.ts';

/** Changes when a member changes its meaning or goes; new ones may come. */
const FORMAT = 1;

/** An audit as one value of JSON. `version` is that of safe-install. */
export function auditToJson(audit: EnvironmentAudit, version: string): Record<string, unknown> {
  const { places, findings, notes, index } = audit;
  return {
    format: FORMAT,
    safe_install: { version },
    folders: places.map(({ place, compared, bytes }) => ({ path: place.folder, files: compared, bytes })),
    distributions: places.flatMap(({ place, distributions }) =>
      distributions.map((distribution) => ({
        name: distribution.name,
        version: distribution.version === null ? null : String(distribution.version),
        folder: place.folder,
        info: distribution.info,
        source: distribution.source,
        file: index.files.get(distribution) ?? null,
      })),
    ),
    index: { asked: index.isAsked },
    findings: findings.map(errorToJson),
    notes: notes.map(errorToJson),
  };
}

const errorToJson = ({ code, subject, message, facts, hint }: SafeInstallError): Record<string, unknown> => ({
  code,
  subject: subject ?? null,
  message,
  facts,
  hint: hint ?? null,
});
