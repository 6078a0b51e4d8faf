import { CIRCLECI_ISSUER, GITHUB_ISSUER, GITLAB_ORIGIN } from '../../attestation/index.ts';
import { matchesWildcard } from './wildcard.ts';

/**
 * What a value of a certificate is compared with as a whole: exactly, and with `*` for any text that does not go past one
 * of `stops`. In a ref that is the slash, so that a pattern for tags is none for branches; in an identity it is the `@`
 * too, which parts the workflow from the ref, and a mailbox from its host.
 */
export interface TextPattern {
  readonly text: string;
  readonly stops: '/' | '/@';
}

export const refPattern = (text: string): TextPattern => ({ text, stops: '/' });
export const identityPattern = (text: string): TextPattern => ({ text, stops: '/@' });

export const matchesText = (pattern: TextPattern, text: string): boolean =>
  matchesWildcard(pattern.text, text, pattern.stops);

/** Something odd about a pattern. An error where it cannot do what its author meant, else a warning. */
export interface PatternFault {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
}

/** Characters that certificates are made of; another one could never be equal to anything. */
const PRINTABLE = /^[\x20-\x7e]*$/;

/** Signs of a regular expression that no ref, workflow, address or URI of a certificate has. */
const OF_REGULAR_EXPRESSIONS = /[\\^[\]?|()]|\$$/;

const ONLY_STARS =
  'Only "*" is a wildcard, for any text without "/"; everything is compared as a whole, so that no anchors are needed';

/**
 * What is wrong with a text that is compared with a certificate.
 *
 * @param wildcard whether `*` may stand in it.
 */
export function faultsOfText(text: string, wildcard: 'wildcard' | 'exact'): readonly PatternFault[] {
  if (text.trim() !== text || text === '')
    return [{ severity: 'error', message: `"${text}" is empty, or has blanks around it` }];
  if (!PRINTABLE.test(text))
    return [
      {
        severity: 'error',
        message: `"${text}" has characters that no certificate has: only printable ASCII can be equal to anything`,
      },
    ];
  if (OF_REGULAR_EXPRESSIONS.test(text))
    return [{ severity: 'error', message: `"${text}" reads like a regular expression`, hint: ONLY_STARS }];
  if (!text.includes('*')) return [];
  if (wildcard === 'exact')
    return [
      {
        severity: 'error',
        message: `"*" is no wildcard here`,
        hint: 'Only package names, refs and identities may have one; write the whole text',
      },
    ];
  if (/^[*/@]*$/.test(text))
    return [
      { severity: 'error', message: `"${text}" matches anybody`, hint: 'Leave the key out, or say more' },
    ];
  if (/(?:^|[^0-9])\.\*/.test(text))
    return [
      {
        severity: 'warning',
        message: `"${text}" reads like a regular expression: here ".*" is a point and any text after it`,
        hint: ONLY_STARS,
      },
    ];
  return [];
}

const hasError = (faults: readonly PatternFault[]): boolean =>
  faults.some(({ severity }) => severity === 'error');

/** A git ref, with `*`. Certificates name refs in full, so that `v*` would match none. */
export function faultsOfRef(text: string): readonly PatternFault[] {
  const faults = faultsOfText(text, 'wildcard');
  if (hasError(faults) || text.startsWith('refs/')) return faults;
  return [
    ...faults,
    {
      severity: 'error',
      message: `"${text}" matches no ref: certificates name them in full`,
      hint: `Write "refs/tags/${text}" or "refs/heads/${text}"`,
    },
  ];
}

/** Issuers in whose certificates the identity ends with `@` and the ref. */
const REF_AT_END: ReadonlySet<string> = new Set([GITHUB_ISSUER, GITLAB_ORIGIN]);

/** Issuers that anybody can get a certificate from, and under which an identity has to name its owner. */
const PUBLIC_ISSUERS: ReadonlySet<string> = new Set([...REF_AT_END, CIRCLECI_ISSUER]);

/** Scheme and host, and the first part of the path. */
const HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/*]+\//;
const HOST_AND_OWNER = /^[a-z][a-z0-9+.-]*:\/\/[^/*]+\/[^/*]+\//;

/** An identity, with `*`: a URI, an e-mail address or a user name. What is before the first `*` has to name somebody. */
export function faultsOfIdentity(text: string, issuer: string): readonly PatternFault[] {
  const faults = faultsOfText(text, 'wildcard');
  if (hasError(faults)) return faults;
  const isPublic = PUBLIC_ISSUERS.has(issuer);
  if (text.includes('*') && !namesSomebody(text, isPublic))
    return [
      ...faults,
      {
        severity: 'error',
        message: `"${text}" matches almost anybody`,
        hint: isPublic
          ? 'Write host and owner before the first "*": anybody may publish elsewhere at this issuer'
          : 'Write the host, or the part after "@", without "*"',
      },
    ];
  if (REF_AT_END.has(issuer) && !text.includes('@'))
    return [
      ...faults,
      {
        severity: 'error',
        message: `"${text}" matches no identity: in certificates of this issuer, "@" and the ref come after the workflow`,
        hint: `Write "${text}@refs/tags/*"`,
      },
    ];
  return faults;
}

function namesSomebody(text: string, isPublic: boolean): boolean {
  if (text.includes('://')) return (isPublic ? HOST_AND_OWNER : HOST).test(text);
  const host = text.slice(text.lastIndexOf('@') + 1);
  return text.includes('@') && !host.includes('*') && host.includes('.');
}
