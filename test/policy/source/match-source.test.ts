import { describe, expect, it } from 'vitest';
import { parseMetadata } from '../../../src/packaging/index.ts';
import { BUILT_IN } from '../../../src/policy/origin.ts';
import { checkSource } from '../../../src/policy/source/check-source.ts';
import { mailAddresses } from '../../../src/policy/source/mail-addresses.ts';
import { type DeclaredSource, matchSource } from '../../../src/policy/source/match-source.ts';
import { isWithin, parseRepositoryAddress } from '../../../src/policy/source/repository-address.ts';
import { makeMetadata } from '../../support/make-metadata.ts';
import { githubAttestation, mailAttestation, uriAttestation } from '../facts.ts';

describe('parseRepositoryAddress', () => {
  it.each([
    ['an address', 'https://github.com/Acme/Widget', 'github.com acme/widget'],
    ['an address of git', 'https://github.com/acme/widget.git', 'github.com acme/widget'],
    ['an address for pip', 'git+https://github.com/acme/widget.git', 'github.com acme/widget'],
    ['an address of ssh', 'ssh://git@github.com/acme/widget', 'github.com acme/widget'],
    ['an address in the form of scp', 'git@github.com:Acme/widget.git', 'github.com acme/widget'],
    ['a host in capitals in the form of scp', 'git@GitHub.com:acme/widget', 'github.com acme/widget'],
    ['a host in capitals in an address of ssh', 'ssh://git@GitHub.com/acme/widget', 'github.com acme/widget'],
    ['blanks around the form of scp', ' git@github.com:acme/widget\n', 'github.com acme/widget'],
    ['a word before the form of scp', 'see git@github.com:acme/widget', undefined],
    ['the form of scp with two colons', 'git@github.com:acme/widget:x', undefined],
    ['an address of the protocol of git', 'git://github.com/acme/widget', 'github.com acme/widget'],
    ['an address without a scheme', 'github.com/acme/widget', 'github.com acme/widget'],
    ['an address with www', 'http://www.github.com/acme/widget/', 'github.com acme/widget'],
    [
      'an address with a port, a query and a fragment',
      'https://git.acme.example:8443/acme/widget?x=1#readme',
      'git.acme.example acme/widget',
    ],
    ['a page', 'https://github.com/acme/widget//issues/', 'github.com acme/widget/issues'],
    ['blanks around', '  https://github.com/acme/widget  ', 'github.com acme/widget'],
    ['a host alone', 'https://github.com/', undefined],
    ['a word', 'widget', undefined],
    ['another scheme', 'ftp://github.com/acme/widget', undefined],
    ['a script', 'javascript://github.com/acme/widget', undefined],
    ['nothing', '', undefined],
    ['a path alone', '/acme/widget', undefined],
    ['spaces', 'https://git hub.com/acme', undefined],
    [
      'a thousand characters',
      `https://github.com/acme/${'x'.repeat(1000 - 'https://github.com/acme/'.length)}`,
      `github.com acme/${'x'.repeat(1000 - 'https://github.com/acme/'.length)}`,
    ],
    [
      'a character more',
      `https://github.com/acme/${'x'.repeat(1001 - 'https://github.com/acme/'.length)}`,
      undefined,
    ],
    ['more than a thousand characters', `https://github.com/acme/${'x'.repeat(1000)}`, undefined],
  ])('%s', (_reason, text, expected) => {
    const address = parseRepositoryAddress(text);
    expect(address === undefined ? undefined : `${address.host} ${address.path}`).toBe(expected);
  });

  it.each([
    ['itself', 'https://github.com/acme/widget', true],
    ['a page below it', 'https://github.com/acme/widget/tree/main', true],
    ['a repository whose name goes on', 'https://github.com/acme/widget-evil', false],
    ['its owner', 'https://github.com/acme', false],
    ['the same path at another host', 'https://gitlab.com/acme/widget', false],
  ])('tells what is within: %s', (_reason, page, expected) => {
    const address = parseRepositoryAddress(page);
    const repository = parseRepositoryAddress('https://github.com/acme/widget');
    expect(address !== undefined && repository !== undefined && isWithin(address, repository)).toBe(expected);
  });
});

describe('mailAddresses', () => {
  it.each([
    ['an address', 'ann@acme.example', ['ann@acme.example']],
    ['an address with a name', 'Ann <Ann@Acme.Example>', ['ann@acme.example']],
    ['two of them', 'Ann <ann@acme.example>, bob@acme.example', ['ann@acme.example', 'bob@acme.example']],
    [
      'a name in quotes',
      '"Ann" <ann@acme.example>, bob@acme.example',
      ['ann@acme.example', 'bob@acme.example'],
    ],
    [
      'a name in quotes with a letter more',
      '"Anna" <anna@acme.example>, bob@acme.example',
      ['anna@acme.example', 'bob@acme.example'],
    ],
    ['a name with a comma', '"Ann, of Acme" <ann@acme.example>', ['ann@acme.example']],
    ['a name with an escaped quote', '"Ann \\", x@y.example" <ann@acme.example>', ['ann@acme.example']],
    ['an address in a name, which is none', '"evil@x.example" <ann@acme.example>', ['ann@acme.example']],
    ['an address in angles in a name', '"<evil@x.example>" <ann@acme.example>', ['ann@acme.example']],
    [
      'a name with an escaped quote at its end',
      '"Ann \\"" <ann@acme.example>, bob@acme.example',
      ['ann@acme.example', 'bob@acme.example'],
    ],
    [
      'a name with an escaped backslash at its end',
      '"Ann \\\\" <ann@acme.example>, bob@acme.example',
      ['ann@acme.example', 'bob@acme.example'],
    ],
    ['short names', 'a@b', ['a@b']],
    ['more behind the angles', 'Ann <ann@acme.example> (home)', ['ann@acme.example']],
    ['a closing angle alone', 'ann@acme.example>', []],
    ['a name alone', 'Ann', []],
    ['two at-signs', 'ann@x@acme.example', []],
    ['nothing before the at-sign', '@acme.example', []],
    ['nothing behind it', 'ann@', []],
    ['a blank in it', 'an n@acme.example', []],
    ['an angle that is not closed', 'Ann <ann@acme.example', []],
    ['an angle that is not closed behind one that is', 'Ann <ann@acme.example> <x', []],
    ['nothing', '', []],
    ['empty members', ',, ann@acme.example,', ['ann@acme.example']],
    ['a quote that is not closed', '"Ann <ann@acme.example>, bob@acme.example', ['ann@acme.example']],
  ])('%s', (_reason, header, expected) => {
    expect(mailAddresses(header)).toEqual(expected);
  });

  it('reads no header without end', () => {
    expect(mailAddresses(`${'x'.repeat(20_000)}, ann@acme.example`)).toEqual([]);
  });
});

const declared = (...headers: readonly string[]): DeclaredSource =>
  parseMetadata(Buffer.from(makeMetadata({ name: 'acme', headers })));

describe('matchSource', () => {
  it.each([
    ['a link to the source', ['Project-URL: Source, https://github.com/acme/widget'], 'match'],
    ['a link with another case', ['Project-URL: Repository, https://GitHub.com/Acme/Widget.git'], 'match'],
    ['a link to its issues', ['Project-URL: Bug Tracker, https://github.com/acme/widget/issues'], 'match'],
    ['the home page', ['Home-page: https://github.com/acme/widget'], 'match'],
    [
      'a link among others',
      ['Project-URL: Docs, https://docs.example', 'Project-URL: Source, https://github.com/acme/widget'],
      'match',
    ],
    [
      'a link that matches among links that do not',
      ['Project-URL: Source, https://github.com/acme/mirror', 'Home-page: https://github.com/acme/widget'],
      'match',
    ],
    ['a link to another repository', ['Project-URL: Source, https://github.com/acme/other'], 'differs'],
    [
      'a link to another repository by another label',
      ['Project-URL: Anything, https://github.com/acme/other'],
      'differs',
    ],
    [
      'a link to a repository whose name goes on',
      ['Project-URL: Source, https://github.com/acme/widget-x'],
      'differs',
    ],
    [
      'a link to a place of its own',
      ['Project-URL: Source Code, https://git.acme.example/widget'],
      'differs',
    ],
    ['a label with signs in it', ['Project-URL: Source-Code!, https://git.acme.example/widget'], 'differs'],
    [
      'links to other things',
      ['Project-URL: Documentation, https://docs.example/widget', 'Home-page: https://acme.example'],
      'undeclared',
    ],
    [
      'a link to a page for sponsors',
      ['Project-URL: Funding, https://github.com/sponsors/acme'],
      'undeclared',
    ],
    ['a link to an owner', ['Project-URL: Team, https://github.com/acme'], 'undeclared'],
    ['a link that is none', ['Project-URL: Source, nowhere'], 'undeclared'],
    ['a label without a link', ['Project-URL: Source'], 'undeclared'],
    ['nothing', [], 'undeclared'],
  ])('%s', (_reason, headers, expected) => {
    expect(matchSource(githubAttestation().identity, declared(...headers))?.kind).toBe(expected);
  });

  it.each(['Source', 'Source Code', 'Repository', 'Code', 'GitHub', 'GitLab', 'git', 'VCS'])(
    'knows the label "%s" for a repository',
    (label) => {
      const metadata = declared(`Project-URL: ${label}, https://git.acme.example/widget`);
      expect(matchSource(githubAttestation().identity, metadata)?.kind).toBe('differs');
    },
  );

  it.each(['github.com', 'gitlab.com', 'codeberg.org', 'bitbucket.org'])(
    'knows what stands on %s for a repository',
    (host) => {
      const metadata = declared(`Home-page: https://${host}/acme/other`);
      expect(matchSource(githubAttestation().identity, metadata)?.kind).toBe('differs');
    },
  );

  it.each(['sponsors', 'orgs', 'marketplace', 'apps', 'users', 'topics', 'groups'])(
    'does not take what stands below "%s" for a repository',
    (owner) => {
      const metadata = declared(`Home-page: https://github.com/${owner}/acme`);
      expect(matchSource(githubAttestation().identity, metadata)?.kind).toBe('undeclared');
    },
  );

  it('says what is attested, and what is declared', () => {
    expect(
      matchSource(
        githubAttestation().identity,
        declared('Project-URL: Source, https://github.com/acme/other'),
      ),
    ).toEqual({
      kind: 'differs',
      attested: 'https://github.com/acme/widget',
      declared: ['https://github.com/acme/other'],
    });
  });

  it('knows the repositories of CircleCI, which have no scheme', () => {
    const { identity } = uriAttestation('https://circleci.com/x', {
      sourceRepositoryUri: 'github.com/acme/widget',
    });
    expect(matchSource(identity, declared('Home-page: https://github.com/acme/widget'))?.kind).toBe('match');
  });

  it('matches nothing with a repository that is no address', () => {
    const { identity } = uriAttestation('https://circleci.com/x', { sourceRepositoryUri: '' });
    expect(matchSource(identity, declared('Home-page: https://github.com/acme/widget'))?.kind).toBe(
      'differs',
    );
  });

  it.each([
    ['the author', ['Author-email: Ann <ann@acme.example>'], 'match'],
    ['a maintainer', ['Author-email: x@acme.example', 'Maintainer-email: Ann@acme.example'], 'match'],
    ['somebody else', ['Maintainer-email: bob@acme.example'], 'differs'],
    ['nobody', [], 'undeclared'],
    ['a name without an address', ['Author-email: Ann'], 'undeclared'],
  ])('holds an e-mail address against %s', (_reason, headers, expected) => {
    expect(matchSource(mailAttestation('ann@acme.example').identity, declared(...headers))?.kind).toBe(
      expected,
    );
  });

  it('holds an e-mail address in capitals against the same one', () => {
    const metadata = declared('Author-email: ann@acme.example');
    expect(matchSource(mailAttestation('Ann@Acme.Example').identity, metadata)?.kind).toBe('match');
  });

  it('has nothing to say of a name that is neither', () => {
    expect(matchSource(uriAttestation('https://x.example').identity, declared())).toBeNull();
  });
});

describe('checkSource', () => {
  const { identity } = githubAttestation();
  const demand = (value: 'off' | 'warn' | 'require') => ({
    value,
    origin: { ...BUILT_IN, source: 'x.toml', line: 3 },
  });
  const DIFFERS = declared('Project-URL: Source, https://github.com/acme/other');

  it('refuses what is required', () => {
    expect(() => checkSource(identity, DIFFERS, demand('require'))).toRefuse('source.differs');
    expect(() => checkSource(identity, declared(), demand('require'))).toRefuse('source.undeclared');
  });

  it('tells what is only warned about', () => {
    expect(checkSource(identity, DIFFERS, demand('warn')).map(({ code }) => code)).toEqual([
      'source.differs',
    ]);
    expect(checkSource(identity, declared(), demand('warn')).map(({ code }) => code)).toEqual([
      'source.undeclared',
    ]);
  });

  it('is silent where it is off, and where both agree', () => {
    const MATCH = declared('Project-URL: Source, https://github.com/acme/widget');
    expect(checkSource(identity, DIFFERS, demand('off'))).toEqual([]);
    expect(checkSource(identity, MATCH, demand('require'))).toEqual([]);
    expect(checkSource(uriAttestation('https://x.example').identity, declared(), demand('require'))).toEqual(
      [],
    );
  });

  it('shows some of the links, and who asks', () => {
    const many = Array.from(
      { length: 9 },
      (_, index) => `Project-URL: Source, https://github.com/acme/x${index}`,
    );
    const [warning] = checkSource(identity, declared(...many), demand('warn'));
    expect(warning?.facts.filter(({ label }) => label === 'declared')).toHaveLength(5);
    expect(warning?.facts.slice(-2)).toEqual([
      { label: 'attested', value: 'https://github.com/acme/widget', origin: 'the certificate' },
      { label: 'demanded', value: 'source = "warn"', origin: 'x.toml:3' },
    ]);
  });
});
