import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { toGitHubAnnotations } from '../../../src/report/markdown/github-annotations.ts';
import { candidate, content, HOSTILE, verified, withRefusal } from '../support.ts';

const refusal = (message: string, origin?: string) =>
  new SafeInstallError({
    code: 'identity.repository',
    message,
    facts: [
      { label: 'expected', value: 'github.com/acme/acme', ...(origin === undefined ? {} : { origin }) },
    ],
    hint: 'Do not install it',
  });

describe('annotations on GitHub', () => {
  it.each<[string, string | undefined, string]>([
    ['nowhere', undefined, ''],
    ['in no file', 'the index', ''],
    ['at a line', 'conf/safe-install.toml:12', ',file=conf/safe-install.toml,line=12'],
    ['at a column', 'a,b%.toml:12:3', ',file=a%2Cb%25.toml,line=12,col=3'],
    ['on Windows', 'C:\\conf\\a.toml:7', ',file=C%3A/conf/a.toml,line=7'],
  ])('tell of a refusal %s', (_reason, origin, place) => {
    const what = withRefusal([], candidate({ name: 'evil' }), refusal('100% evil', origin));
    const shown = origin === undefined ? '' : ` (${origin.replace('%', '%25')})`;
    expect(toGitHubAnnotations(what)).toEqual([
      `::error title=identity.repository%3A evil 1.0${place}::100%25 evil%0Afile: evil-1.0-py3-none-any.whl%0Aexpected: github.com/acme/acme${shown}%0ADo not install it`,
    ]);
  });

  it('warn of what stops nothing', () => {
    const forked = verified({
      name: 'forked',
      signer: { repository: 'x/fork' },
      metadata: 'Project-URL: Source, https://github.com/acme/acme',
    });
    expect(toGitHubAnnotations(content([forked]))).toEqual([
      expect.stringMatching(/^::warning title=source\.differs%3A forked 1\.0::/),
    ]);
  });

  it('are ten at most, and the last tells of the others', () => {
    const failures = Array.from({ length: 14 }, (_, at) => refusal(`no ${at}`));
    const all = toGitHubAnnotations(content([], { failures }));
    expect(all).toHaveLength(10);
    expect(all[9]).toContain('title=and 5 more::');
    expect(toGitHubAnnotations(content([], { failures: failures.slice(0, 10) }))[9]).toContain('no 9');
  });

  it('are one for all that is refused for one reason', () => {
    const failures = ['a 1', 'b 1', 'c 1'].map(
      (subject) => new SafeInstallError({ code: 'provenance.missing', message: 'it has none', subject }),
    );
    expect(toGitHubAnnotations(content([], { failures }))).toEqual([
      '::error title=provenance.missing%3A 3 files::it has none%0Aa 1, b 1, c 1',
    ]);
  });

  it('are one line each, whatever is in them', () => {
    const failures = [
      new SafeInstallError({ code: 'hash.mismatch', message: HOSTILE, subject: HOSTILE, hint: HOSTILE }),
    ];
    const [line = '', ...rest] = toGitHubAnnotations(content([], { failures }));
    expect(rest).toEqual([]);
    expect(line).not.toMatch(/[\r\n\u001b\u202e]/);
    expect(line.slice(line.indexOf('title=') + 6).split('::')[0]).not.toMatch(/[:,]/);
  });
});
