import { GITLAB_ORIGIN, type Publisher } from '../../attestation/index.ts';
import type { TomlPath } from '../../packaging/index.ts';
import { endOfDay } from '../duration.ts';
import {
  faultsOfIdentity,
  faultsOfRef,
  faultsOfText,
  identityPattern,
  type PatternFault,
  refPattern,
} from '../pattern/text-pattern.ts';
import type { PublisherEntry } from '../rule.ts';
import { originOf, type Reading, readDay } from './reading.ts';
import type { RawPublisher } from './schema.ts';

/** The keys of a publisher, whichever its kind: absent where the kind has none of that name. */
type AnyPublisher = Partial<Record<Exclude<AllKeys<RawPublisher>, 'kind'>, unknown>>;
type AllKeys<Union> = Union extends unknown ? keyof Union : never;

/** What a value has to look like beyond being printable, and how to say it where it does not. */
interface Form {
  readonly matches: RegExp;
  readonly takes: string;
}

const FORMS: Readonly<Record<string, Form>> = {
  issuer: { matches: /^https:\/\/[^/]+/, takes: 'the address of an identity provider, with "https://"' },
  instance: { matches: /^https:\/\/[^/]+$/, takes: 'the address of a GitLab, "https://" and a host' },
  email: { matches: /^[^@]+@[^@]+$/, takes: 'an e-mail address' },
  project_id: { matches: /^[0-9a-f-]{36}$/, takes: 'a UUID in lower case' },
  pipeline_definition_id: { matches: /^[0-9a-f-]{36}$/, takes: 'a UUID in lower case' },
  vcs_origin: {
    matches: /^[^/:]+\/[^/]+\/[^/]+$/,
    takes: 'a host and a repository, such as "github.com/OWNER/NAME"',
  },
};

const GITHUB_FORMS: Readonly<Record<string, Form>> = {
  repository: { matches: /^[^/:]+\/[^/]+$/, takes: '"OWNER/NAME"' },
  workflow: {
    matches: /^[^/]+\.ya?ml$/,
    takes: 'the name of a file in .github/workflows, such as "release.yml"',
  },
};

const GITLAB_FORMS: Readonly<Record<string, Form>> = {
  repository: { matches: /^[^/:]+(?:\/[^/]+)+$/, takes: '"GROUP/NAME", with subgroups in between' },
  workflow_filepath: {
    matches: /^[^/].*[^/]$/,
    takes: 'the path of a file in the repository, such as ".gitlab-ci.yml"',
  },
};

/** Reads one publisher of a rule; what is wrong with it is noted. */
export function readPublisher(reading: Reading, path: TomlPath, raw: RawPublisher): PublisherEntry {
  checkTexts(reading, path, raw);
  const keys: AnyPublisher = raw;
  const text = (key: keyof AnyPublisher): string | null => {
    const value = keys[key];
    return value === undefined ? null : String(value);
  };
  const from = readDay(reading, [...path, 'valid-from'], raw['valid-from']);
  const until = readDay(reading, [...path, 'valid-until'], raw['valid-until']);
  if (from !== null && until !== null && until < from)
    reading.problems.error([...path, 'valid-until'], {
      code: 'policy.value',
      message: '"valid-until" is before "valid-from", so that no signature counts',
    });
  const ref = text('ref') ?? text('vcs_ref');
  const signer = text('signer');
  const isEmail = !('kind' in raw) && 'email' in raw;
  const identity = isEmail ? text('email') : text('identity');
  return {
    publisher: publisherOf(raw),
    patterns: {
      identity: identity === null ? null : identityPattern(identity),
      ref: ref === null ? null : refPattern(ref),
      signer: signer === null ? null : identityPattern(signer),
    },
    demands: {
      ...given('trigger', text('trigger')),
      ...given('runner', text('runner')),
      ...given('repositoryId', text('repository-id')),
      ...given('ownerId', text('owner-id')),
    },
    nameKind: isEmail ? 'email' : 'any',
    validFrom: from,
    validBefore: until === null ? null : endOfDay(until),
    origin: originOf(reading, path),
  };
}

const given = <Key extends string>(key: Key, value: string | null): Partial<Record<Key, string>> =>
  value === null ? {} : ({ [key]: value } as Record<Key, string>);

function publisherOf(raw: RawPublisher): Publisher {
  if (!('kind' in raw))
    return { kind: 'Identity', issuer: raw.issuer, identity: 'email' in raw ? raw.email : raw.identity };
  switch (raw.kind) {
    case 'GitHub':
      return {
        kind: 'GitHub',
        repository: raw.repository,
        workflow: raw.workflow,
        environment: raw.environment ?? null,
      };
    case 'GitLab':
      return {
        kind: 'GitLab',
        instance: raw.instance ?? GITLAB_ORIGIN,
        repository: raw.repository,
        workflowFilepath: raw.workflow_filepath,
        environment: raw.environment ?? null,
      };
    case 'Google':
      return { kind: 'Google', email: raw.email };
    case 'CircleCI':
      return {
        kind: 'CircleCI',
        projectId: raw.project_id,
        pipelineDefinitionId: raw.pipeline_definition_id,
        vcsOrigin: raw.vcs_origin ?? null,
        vcsRef: null, // compared as a pattern
      };
  }
}

function checkTexts(reading: Reading, path: TomlPath, raw: RawPublisher): void {
  const kind = 'kind' in raw ? raw.kind : null;
  const forms = {
    ...FORMS,
    ...(kind === 'GitHub' ? GITHUB_FORMS : {}),
    ...(kind === 'GitLab' ? GITLAB_FORMS : {}),
  };
  const issuer = 'issuer' in raw ? raw.issuer : '';
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value !== 'string') continue;
    const faults = faultsOf(key, value, kind, issuer);
    for (const fault of faults) note(reading, [...path, key], fault);
    const form = forms[key];
    if (faults.length > 0 || form === undefined || form.matches.test(value)) continue;
    reading.problems.error([...path, key], {
      code: 'policy.value',
      message: `"${key}" takes ${form.takes}, not "${value}"`,
    });
  }
}

function faultsOf(key: string, value: string, kind: string | null, issuer: string): readonly PatternFault[] {
  switch (key) {
    case 'ref':
      return kind === null ? faultsOfText(value, 'wildcard') : faultsOfRef(value);
    case 'vcs_ref':
      return faultsOfRef(value);
    case 'signer':
      return faultsOfText(value, 'wildcard');
    case 'identity':
      return faultsOfIdentity(value, issuer);
    case 'email':
      return kind === null ? faultsOfIdentity(value, issuer) : faultsOfText(value, 'exact');
    default:
      return faultsOfText(value, 'exact');
  }
}

function note(reading: Reading, path: TomlPath, { severity, message, hint }: PatternFault): void {
  const problem = { code: 'policy.pattern', message, hint } as const;
  if (severity === 'error') reading.problems.error(path, problem);
  else reading.problems.warn(path, problem);
}
