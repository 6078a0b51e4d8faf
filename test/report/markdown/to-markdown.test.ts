import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { codeText, proseText } from '../../../src/report/markdown/escape.ts';
import { toMarkdown } from '../../../src/report/markdown/to-markdown.ts';
import { candidate, content, HOSTILE, verified, withRefusal } from '../support.ts';

const error = (message: string, origin = 'safe-install.toml:12') =>
  new SafeInstallError({
    code: 'identity.repository',
    message,
    facts: [{ label: 'expected', value: 'github.com/acme/acme', origin }],
    hint: 'Do not install it',
  });

describe('the summary of a job', () => {
  it('tells what was refused first, then every file, then what it was decided by', () => {
    const whole = withRefusal(
      [verified({ name: 'acme', signer: {} }), verified({ name: 'idna' })],
      candidate({ name: 'evil', version: '2.0' }),
      error('it was built elsewhere'),
    );
    expect(toMarkdown(whole)).toMatchInlineSnapshot(`
      "### safe-install: 1 of 3 files refused, nothing installed

      1 attested, 1 unattested, 0 waived, 1 refused

      - ✕ **evil 2.0**: it was built elsewhere (\`identity.repository\`)
        - file: \`evil-2.0-py3-none-any.whl\`
        - expected: \`github.com/acme/acme\` (\`safe-install.toml:12\`)
        - *Do not install it*

      | | file | evidence | publisher | named by |
      | - | - | - | - | - |
      | ✓ | \`acme-1.0-py3-none-any.whl\` | attested (first seen) | \`github.com/acme/widget release.yml in environment prod\` | \`the index\` |
      | ○ | \`idna-1.0-py3-none-any.whl\` | unattested | \`allowed by provenance = "no-downgrade" (built-in)\` |  |

      <details><summary>Policy and trust roots</summary>

      - \`provenance = "no-downgrade"\` (\`built-in\`)
      - \`min-age = "P0D"\` (\`built-in\`)
      - \`source = "warn"\` (\`built-in\`)
      - \`first-seen = "remember"\` (\`built-in\`)
      - \`path-conflicts = "warn"\` (\`built-in\`)
      - \`[trust]\` \`root = "public-good"\` (\`built-in\`)
      - trust root \`public-good\`, refreshed 2 days ago, \`sha256:4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2\`
      - policy \`sha256:4f9618358cd1488bbdab4450fc1f6af3acdde69c7d5c1cd4f121b34fd79107c2\`

      </details>
      "
    `);
  });

  it('warns after the refusals and before the files', () => {
    const forked = verified({
      name: 'forked',
      signer: { repository: 'x/fork' },
      metadata: 'Project-URL: Source, https://github.com/acme/acme',
    });
    const text = toMarkdown(content([forked]));
    const [warning, table] = [text.indexOf('source.differs'), text.indexOf('| file |')];
    expect([warning > 0, table > warning]).toEqual([true, true]);
  });

  it('folds a long table, and cuts a very long one', () => {
    const files = (amount: number) => Array.from({ length: amount }, (_, at) => verified({ name: `p${at}` }));
    const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('| ○')).length;
    const [short, long, endless] = [25, 26, 501].map((amount) => toMarkdown(content(files(amount))));
    expect([short, long].map((text) => text?.includes('<summary>All files'))).toEqual([false, true]);
    expect([rows(endless ?? ''), endless?.includes('| | and 1 more |')]).toEqual([500, true]);
  });

  it('cuts a very long list of refusals', () => {
    const failures = Array.from({ length: 60 }, () => error('no'));
    const text = toMarkdown(content([], { failures }));
    expect(text.split('\n').filter((line) => line.startsWith('- ✕'))).toHaveLength(50);
    expect(text).toContain('- and 10 more');
  });

  it('tells together what is refused for one reason', () => {
    const missing = (subject: string) =>
      new SafeInstallError({
        code: 'provenance.missing',
        message: 'it has no provenance',
        subject,
        facts: [
          { label: 'file', value: `${subject}.whl` },
          { label: 'demanded', value: 'provenance = "required"', origin: 'safe-install.toml:3' },
        ],
      });
    const failures = ['a 1', 'b 1', 'c|d 1'].map(missing);
    expect(toMarkdown(content([], { failures }))).toContain(
      [
        '- ✕ **3 files**: it has no provenance (`provenance.missing`)',
        '  - `a 1`, `b 1`, `c\\u{7c}d 1`',
        '  - demanded: `provenance = "required"` (`safe-install.toml:3`)',
      ].join('\n'),
    );
  });

  it('stays below what GitHub takes, whatever is in it', () => {
    const facts = Array.from({ length: 20 }, () => ({
      label: HOSTILE,
      value: '|'.repeat(999),
      origin: HOSTILE,
    }));
    const failures = Array.from(
      { length: 200 },
      () =>
        new SafeInstallError({
          code: 'hash.mismatch',
          message: '\u202e'.repeat(999),
          hint: '<'.repeat(999),
          facts,
        }),
    );
    expect(Buffer.byteLength(toMarkdown(content([], { failures })))).toBeLessThan(1024 * 1024);
  });

  it('lets nothing from outside make markup, links, mentions or lines', () => {
    const hostile = [
      HOSTILE,
      'https://x.example www.x.example @all a@b.example',
      '`',
      '``a`',
      '|',
      '\\|',
      '***',
    ];
    for (const text of hostile) {
      const whole = withRefusal([], candidate({ name: 'evil' }), error(text, text));
      const withoutCode = toMarkdown(whole).replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
      const plain = toMarkdown(withRefusal([], candidate({ name: 'evil' }), error('', '')));
      expect(withoutCode).not.toMatch(/<script|\]\(|https:\/\/|www\.x|@all|a@b|\*\*\*|[\u001b\u202e]/);
      expect(withoutCode.split('\n').length).toBe(plain.split('\n').length);
    }
  });
});

describe('escapes', () => {
  it.each([
    ['a', '`a`'],
    ['a|b', '`a\\u{7c}b`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['``a', '``` ``a ```'],
    ['a\nb', '`a\\u{a}b`'],
    [' ', ''],
  ])('%j as code is %j', (text, expected) => {
    expect(codeText(text)).toBe(expected);
  });

  it.each([
    ['it is "so"', 'it is "so"'],
    ['<b>&amp;', '&#60;b&#62;&#38;amp;'],
    ['[a](b)', '&#91;a&#93;(b)'],
    ['https://x', 'https:\u2060//x'],
    ['WWW.x', 'WWW\u2060.x'],
    ['a@b', 'a@\u2060b'],
    ['a\nb', 'a&#92;u&#123;a&#125;b'],
  ])('%j as prose is %j', (text, expected) => {
    expect(proseText(text)).toBe(expected);
  });
});
