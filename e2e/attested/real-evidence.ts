import { readFileSync } from 'node:fs';
import { sharedJson, sharedPath } from '../../test/support/shared-data.ts';
import { toProvenance } from '../sigstore/index.ts';

/** What the manifest of the real attestations tells of one of them, as far as the overlay needs it. */
interface Entry {
  readonly file: string;
  readonly kind: string;
  readonly project: string | null;
  readonly version: string | null;
  readonly filename: string | null;
  readonly sha256: string | null;
  readonly dist_copy: string | null;
  readonly dist_on_pypi_index_here: boolean | null;
  readonly expected: string;
  readonly attestations: readonly { readonly san: readonly string[]; readonly build_config?: string }[];
}

/** A real file with real provenance, to be laid over the listing of an index. */
export interface RealEvidence {
  /** Name of the document in the data. */
  readonly document: string;
  readonly project: string;
  readonly version: string;
  readonly filename: string;
  readonly sha256: string;
  /** Text of a PEP 740 provenance object. */
  readonly provenance: string;
  /** Bytes of the file, where the index does not have it. */
  readonly copy: Buffer | null;
  /** The root that the manifest says it holds under. */
  readonly root: 'production' | 'staging';
}

/**
 * The documents of the manifest that an index could serve for a file that can be had: provenance objects as they are, a
 * single attestation inside an object that names the publisher of its certificate.
 */
export function realEvidence(): readonly RealEvidence[] {
  const { entries } = sharedJson<{ readonly entries: readonly Entry[] }>('attestations', 'manifest.json');
  return entries.flatMap((entry) => {
    const { project, version, filename, sha256, dist_copy: copy } = entry;
    const isServed = copy !== null || entry.dist_on_pypi_index_here === true;
    const root = rootOf(entry.expected);
    if (!isServed || root === null || (entry.kind !== 'provenance' && entry.kind !== 'attestation'))
      return [];
    if (project === null || version === null || filename === null || sha256 === null) return [];
    const text = readFileSync(sharedPath('attestations', entry.file), 'utf8');
    return [
      {
        document: entry.file,
        project,
        version,
        filename,
        sha256,
        provenance: entry.kind === 'provenance' ? text : wrapped(text, entry),
        copy: copy === null ? null : readFileSync(sharedPath('attestations', copy)),
        root,
      },
    ];
  });
}

/** The words of the manifest; `null` for what no provenance object of PEP 740 can hold. */
function rootOf(expected: string): RealEvidence['root'] | null {
  if (expected.startsWith('accept')) return expected.startsWith('accept as') ? null : 'production';
  return expected.startsWith('reject under the production root; accept under the staging root')
    ? 'staging'
    : null;
}

function wrapped(text: string, entry: Entry): string {
  const [certificate] = entry.attestations;
  const publisher = publisherOf(certificate?.build_config, certificate?.san[0] ?? '');
  return JSON.stringify(toProvenance(publisher, [JSON.parse(text)]));
}

/** The publisher object that an index would have written for a certificate. */
function publisherOf(config: string | undefined, name: string): Readonly<Record<string, unknown>> {
  const github = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/\.github\/workflows\/([^@]+)@/.exec(config ?? '');
  if (github !== null)
    return { kind: 'GitHub', repository: github[1], workflow: github[2], environment: null };
  const gitlab = /^https:\/\/gitlab\.com\/(.+?)\/\/([^@]+)@/.exec(config ?? '');
  if (gitlab !== null)
    return { kind: 'GitLab', repository: gitlab[1], workflow_filepath: gitlab[2], environment: null };
  const circleci = /\/projects\/([^/]+)\/pipeline-definitions\/([^/]+)$/.exec(name);
  if (circleci !== null)
    return { kind: 'CircleCI', project_id: circleci[1], pipeline_definition_id: circleci[2] };
  return { kind: 'Google', email: name };
}
