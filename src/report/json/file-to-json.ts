import type { Evidence } from '../../artifact/index.ts';
import type { SafeInstallError } from '../../errors/index.ts';
import { publisherToJson } from '../../policy/index.ts';
import type { FileDescription } from '../facts/describe-file.ts';
import type { SignerDescription } from '../facts/describe-signer.ts';

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null;

/** An error as data; its text is not made safe for a terminal. */
export const errorToJson = (error: SafeInstallError): Record<string, unknown> => ({
  code: error.code,
  subject: error.subject ?? null,
  message: error.message,
  facts: error.facts,
  hint: error.hint ?? null,
});

function evidenceToJson(evidence: Evidence): Record<string, unknown> {
  switch (evidence.kind) {
    case 'attested':
      return { kind: evidence.kind, publisher: evidence.publisher, first_seen: evidence.firstSeen };
    case 'unattested':
      return {
        kind: evidence.kind,
        allowed_by: evidence.allowedBy,
        ...(evidence.source === undefined ? {} : { source: evidence.source }),
      };
    case 'waived':
      return { kind: evidence.kind, check: evidence.check, reason: evidence.reason };
  }
}

const signerToJson = (signer: SignerDescription): Record<string, unknown> => ({
  issuer: signer.issuer,
  subject: signer.subject,
  repository: signer.repository,
  workflow: signer.workflow,
  commit: signer.commit,
  ref: signer.ref,
  trigger: signer.trigger,
  runner: signer.runner,
  environment: signer.environment,
  run: signer.run,
  signer: signer.signer,
  repository_id: signer.repositoryId,
  owner_id: signer.ownerId,
  signed_at: signer.signedAt.toISOString(),
  logs: signer.logs.map(({ origin, logIndex, integratedTime }) => ({
    origin,
    log_index: logIndex,
    integrated_time: timeOf(integratedTime),
  })),
  trust_root: signer.trustRoot,
  says: signer.says,
});

/** What stands under `safe_install` in an entry of the report. */
export const fileToJson = (file: FileDescription): Record<string, unknown> => ({
  file: file.filename,
  size: file.size,
  upload_time: timeOf(file.uploadTime),
  evidence: evidenceToJson(file.evidence),
  checks: file.checks,
  publisher: file.signer === null ? null : publisherToJson(file.signer.publisher),
  named_by: file.namedBy,
  identity: file.signer === null ? null : signerToJson(file.signer),
  provenance: file.document,
  requested_by: file.requestedBy,
  required_by: file.requiredBy,
  warnings: file.warnings.map(errorToJson),
  notes: file.notes.map(errorToJson),
  waivers: file.waivers.map(({ check, reason, expires, origin }) => ({
    check,
    reason,
    expires: expires.toISOString(),
    origin,
  })),
});
