import { describe, expect, it } from 'vitest';
import {
  faultsOfIdentity,
  faultsOfRef,
  faultsOfText,
  identityPattern,
  matchesText,
  refPattern,
} from '../../../src/policy/pattern/text-pattern.ts';

const GITHUB = 'https://token.actions.githubusercontent.com';
const GITLAB = 'https://gitlab.com';
const CIRCLECI = 'https://oidc.circleci.com';
const OWN = 'https://accounts.acme.example';

const severities = (faults: readonly { readonly severity: string }[]) =>
  faults.map(({ severity }) => severity);

describe('matchesText', () => {
  it.each([
    ['a tag by its beginning', refPattern('refs/tags/v*'), 'refs/tags/v1.0', true],
    ['a tag with an at-sign', refPattern('refs/tags/*'), 'refs/tags/acme@1.0', true],
    ['a branch by a pattern for tags', refPattern('refs/tags/*'), 'refs/heads/v1.0', false],
    ['a tag that goes on after a slash', refPattern('refs/tags/*'), 'refs/tags/v1/x', false],
    [
      'a workflow at a tag',
      identityPattern('https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*'),
      'https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1',
      true,
    ],
    [
      'a workflow whose name hides another',
      identityPattern('https://github.com/acme/widget/.github/workflows/*@refs/tags/v1'),
      'https://github.com/acme/widget/.github/workflows/evil.yml@x@refs/tags/v1',
      false,
    ],
    ['somebody at a host', identityPattern('*@acme.example'), 'release@acme.example', true],
    ['somebody at a longer host', identityPattern('*@acme.example'), 'release@acme.example.evil', false],
    ['two at-signs', identityPattern('*@acme.example'), 'x@evil.example@acme.example', false],
  ])('%s', (_reason, pattern, text, expected) => {
    expect(matchesText(pattern, text)).toBe(expected);
  });
});

describe('faultsOfText', () => {
  it.each([
    ['a plain text', 'release.yml', []],
    ['a text with a blank', 'my environment', []],
    ['a plus, braces and a dollar sign, which refs may have', 'refs/tags/v1+x{y}$z', []],
    ['nothing', '', ['error']],
    ['a blank in front', ' release.yml', ['error']],
    ['a line end behind', 'release.yml\n', ['error']],
    ['foreign letters', 'rel\u00e9ase.yml', ['error']],
    ['a control character', 'a\u0007b', ['error']],
    ['an anchor', '^release.yml', ['error']],
    ['an anchor at the end', 'release.yml$', ['error']],
    ['a backslash', 'release\\.yml', ['error']],
    ['a set', 'v[0-9]', ['error']],
    ['a choice', 'a|b', ['error']],
    ['a group', '(a)', ['error']],
    ['a question mark', 'v?', ['error']],
    ['a wildcard', 'v*', ['error']],
  ])('exact: %s', (_reason, text, expected) => {
    expect(severities(faultsOfText(text, 'exact'))).toEqual(expected);
  });

  it.each([
    ['a wildcard', 'v*', []],
    ['a wildcard after a number and a point', 'refs/tags/v1.*', []],
    ['a wildcard after a letter and a point', 'refs/tags/v.*', ['warning']],
    ['a wildcard after a point alone', '.*', ['warning']],
    ['a star alone', '*', ['error']],
    ['stars and separators alone', '*/*@*', ['error']],
  ])('with a wildcard: %s', (_reason, text, expected) => {
    expect(severities(faultsOfText(text, 'wildcard'))).toEqual(expected);
  });
});

describe('faultsOfRef', () => {
  it.each([
    ['a tag', 'refs/tags/v1', []],
    ['tags', 'refs/tags/*', []],
    ['a name alone, which no certificate has', 'v*', ['error']],
    ['a branch alone', 'main', ['error']],
    ['a regular expression', 'refs/tags/v.+$', ['error']],
    ['a point and any text, which is no ref either', 'v.*', ['warning', 'error']],
    ['a point and any text, in a ref', 'refs/tags/v.*', ['warning']],
  ])('%s', (_reason, text, expected) => {
    expect(severities(faultsOfRef(text))).toEqual(expected);
  });

  it('says how to write the ref in full', () => {
    expect(faultsOfRef('v*')[0]?.hint).toBe('Write "refs/tags/v*" or "refs/heads/v*"');
  });
});

describe('faultsOfIdentity', () => {
  const WORKFLOW = 'https://github.com/acme/widget/.github/workflows/release.yml';

  it.each([
    ['a workflow at a ref', `${WORKFLOW}@refs/tags/v1`, GITHUB, []],
    ['a workflow at any tag', `${WORKFLOW}@refs/tags/*`, GITHUB, []],
    [
      'any repository of an owner',
      'https://github.com/acme/*/.github/workflows/x.yml@refs/tags/*',
      GITHUB,
      [],
    ],
    ['a workflow without its ref, which no certificate has', WORKFLOW, GITHUB, ['error']],
    ['a pipeline without its ref', 'https://gitlab.com/acme/widget//.gitlab-ci.yml', GITLAB, ['error']],
    ['a pipeline of CircleCI, which has no ref', 'https://circleci.com/api/v2/projects/1', CIRCLECI, []],
    ['any owner at a public issuer', 'https://github.com/*/widget/x@*', GITHUB, ['error']],
    ['an owner that ends so', 'https://github.com/*acme/widget/x@y', GITHUB, ['error']],
    ['an owner that begins so', 'https://github.com/acme*/widget/x@y', GITHUB, ['error']],
    ['any host', 'https://*/acme/widget/x@y', GITHUB, ['error']],
    ['any path at a host of its own issuer', 'https://ci.acme.example/*', OWN, []],
    ['any host at its own issuer', 'https://*.acme.example/x', OWN, ['error']],
    ['a person', 'release@acme.example', OWN, []],
    ['anybody at a host', '*@acme.example', OWN, []],
    ['somebody at any host', 'release@*', OWN, ['error']],
    ['anybody at hosts that end so', '*@*.acme.example', OWN, ['error']],
    ['anybody at a name that is no host', '*@acme', OWN, ['error']],
    ['a user name', 'release-bot', OWN, []],
    ['user names that begin so', 'release-*', OWN, ['error']],
    ['everybody', '*', OWN, ['error']],
    ['a regular expression', '.+@acme\\.example', OWN, ['error']],
    ['a point and any text', 'release.*@acme.example', OWN, ['warning']],
    ['a point and any text in place of the host', 'https://.*', OWN, ['warning', 'error']],
    ['a point and any text in place of the owner', 'https://github.com/.*/x@y', GITHUB, ['warning', 'error']],
    ['a point and any text without a ref', 'https://github.com/acme/.*', GITHUB, ['warning', 'error']],
    ['any scheme', '*://acme.example/x', OWN, ['error']],
    ['anything before the scheme', '*https://acme.example/x', OWN, ['error']],
    [
      'anything before the scheme at a public issuer',
      '*https://github.com/acme/widget/x@y',
      GITHUB,
      ['error'],
    ],
  ])('%s', (_reason, text, issuer, expected) => {
    expect(severities(faultsOfIdentity(text, issuer))).toEqual(expected);
  });

  it('says what has to stand before the first star', () => {
    expect(faultsOfIdentity('https://github.com/*', GITHUB)[0]?.hint).toMatch(/^Write host and owner/);
    expect(faultsOfIdentity('https://*', OWN)[0]?.hint).toMatch(/^Write the host/);
  });

  it('says what is wrong with a ref before it says that it is none', () => {
    expect(faultsOfRef('^v')[0]?.message).toBe('"^v" reads like a regular expression');
  });

  it('says where the ref goes', () => {
    expect(faultsOfIdentity(WORKFLOW, GITHUB)[0]?.hint).toBe(`Write "${WORKFLOW}@refs/tags/*"`);
  });
});
