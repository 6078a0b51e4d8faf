import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import type { ReportContent } from '../../../src/report/facts/report-content.ts';
import { html, outwardLink } from '../../../src/report/html/markup.ts';
import { toHtml } from '../../../src/report/html/page.ts';
import { VERDICT_SIGNS } from '../../../src/report/verdict-words.ts';
import type { VerifiedArtifact } from '../../../src/verify/verified-artifact.ts';
import { candidate, content, HOSTILE, sha256, verified, withRefusal } from '../support.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A page as a browser would read it. */
function read(page: string): {
  readonly elements: readonly Element[];
  readonly text: string;
  readonly style: string;
} {
  const elements: Element[] = [];
  let [text, style, inStyle] = ['', '', false];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      elements.push({ name, attributes });
      inStyle = name === 'style';
    },
    onclosetag: () => {
      inStyle = false;
    },
    ontext: (part) => {
      if (inStyle) style += part;
      else text += part;
    },
  });
  parser.end(page);
  return { elements, text, style };
}

const WAIVER = `provenance = "required"
[[waiver]]
package = "known==1.0"
sha256 = "${sha256('known-1.0-py3-none-any.whl')}"
check = "provenance.missing"
reason = "built by hand"
expires = 2027-01-31
`;

const FILES: readonly VerifiedArtifact[] = [
  verified({
    name: 'app',
    signer: { claims: { runInvocationUri: 'https://github.com/acme/widget/actions/runs/1' } },
    requestedBy: ['app'],
  }),
  verified({ name: 'idna', requiredBy: ['app'] }),
  verified({ name: 'known', requiredBy: ['app', 'idna'] }, WAIVER),
  verified({
    name: 'forked',
    signer: { repository: 'x/fork' },
    requiredBy: ['idna'],
    metadata: 'Project-URL: Source, https://github.com/acme/acme',
  }),
];

function refused(text: string): ReportContent {
  const facts = [{ label: text, value: text, origin: text }];
  const error = new SafeInstallError({ code: 'identity.repository', message: text, facts, hint: text });
  return withRefusal(FILES, candidate({ name: 'evil', requiredBy: ['app'] }), error);
}

const PAGES: readonly (readonly [string, ReportContent])[] = [
  ['everything that can be told', refused('no')],
  ['hostile text', refused(HOSTILE)],
  ['one file', content(FILES.slice(0, 1))],
  ['no file', content([])],
  ['no policy', { ...content([]), policy: null, trust: [] }],
];

describe.each(PAGES)('a page with %s', (_reason, what) => {
  const page = toHtml(what);
  const { elements, style } = read(page);

  it('runs nothing and fetches nothing', () => {
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ['script', 'iframe', 'object', 'embed', 'img', 'base', 'form', 'foreignobject', 'use'])
      expect(names).not.toContain(name);
    const attributes = elements.flatMap(({ attributes }) => Object.keys(attributes));
    expect(attributes.filter((name) => /^on|^style$|^src|^xlink/.test(name))).toEqual([]);
    expect(elements.filter(({ name }) => name === 'link').map(({ attributes }) => attributes)).toEqual([
      { rel: 'icon', href: 'data:,' },
    ]);
    expect(style).not.toMatch(/url\(|@import/);
  });

  it('has a policy of its own that allows its style sheet and nothing else', () => {
    const [policy] = elements.filter(
      ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
    );
    const digest = createHash('sha256').update(style).digest('base64');
    expect(policy?.attributes.content).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  it('leads to its own parts, and outside by plain addresses only', () => {
    const ids = elements.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, attributes } of elements.filter((element) => element.name === 'a')) {
      const { href = '', rel } = attributes;
      if (href.startsWith('#')) expect([name, ids.includes(href.slice(1))]).toEqual(['a', true]);
      else expect([href.startsWith('https://'), rel]).toEqual([true, 'noopener noreferrer']);
    }
    for (const { attributes } of elements)
      if (attributes['aria-labelledby'] !== undefined) expect(ids).toContain(attributes['aria-labelledby']);
  });
});

describe('foreign text', () => {
  it('makes no element more', () => {
    const shapeOf = (text: string) =>
      read(toHtml(refused(text))).elements.map(({ name, attributes }) => [name, Object.keys(attributes)]);
    expect(shapeOf(HOSTILE)).toEqual(shapeOf('no'));
  });

  it('is told as it is, but for what steers', () => {
    const { text } = read(toHtml(refused(HOSTILE)));
    expect(text).toContain('"><script>alert(1)</script>|`**x**`');
    expect(toHtml(refused(HOSTILE))).not.toMatch(/[\u001b\u202e]/);
  });

  it.each([
    ['<b>', '<p title="&lt;b&gt;">&lt;b&gt;</p>'],
    [`"'&`, '<p title="&quot;&#39;&amp;">&quot;&#39;&amp;</p>'],
    ['a\u202eb', '<p title="a\\u{202e}b">a\\u{202e}b</p>'],
  ])('%j is escaped', (text, expected) => {
    expect(html`<p title="${text}">${text}</p>`.text).toBe(expected);
  });

  it.each([
    ['https://github.com/a/b', true],
    ['https://github.com', false],
    ['http://github.com/a', false],
    ['javascript:alert(1)', false],
    ['https://user:pw@github.com/a', false],
    ['https://github.com/a b', false],
    ['https://g\u0456thub.com/a', false],
  ])('%s as an address: %s', (address, isLink) => {
    expect(outwardLink(address, 'x').text.startsWith('<a ')).toBe(isLink);
  });
});

describe('what the page tells', () => {
  const { elements, text } = read(toHtml(refused('it was built elsewhere')));

  it('begins with what has come of it, then tells what was refused, then the rest', () => {
    const order = [
      '1 of 5 files refused',
      'What stands in the way',
      'What is not proven',
      'Warnings',
      'What needs what',
      'Files',
      'Policy in force',
      'Trust roots',
    ];
    const places = order.map((each) => text.indexOf(each));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('tells together what is refused for one reason', () => {
    const names = ['a', 'b', 'c', 'd'];
    const failures = names.map(
      (name) => new SafeInstallError({ code: 'provenance.missing', message: 'none', subject: `${name} 1.0` }),
    );
    const page = read(toHtml(content([], { plan: names.map((name) => candidate({ name })), failures })));
    expect(
      page.elements.filter(({ attributes }) => attributes.class === 'card problem refused'),
    ).toHaveLength(1);
    expect(page.text).toContain('✕ 4 files');
    expect(page.text).toContain('4 of 4 files refused, nothing installed');
  });

  it('says each verdict with a sign and a word, not by colour alone', () => {
    for (const verdict of ['attested', 'unattested', 'waived', 'refused'] as const)
      expect(text).toContain(`${VERDICT_SIGNS[verdict]} ${verdict}`);
    expect(new Set(Object.values(VERDICT_SIGNS)).size).toBe(Object.keys(VERDICT_SIGNS).length);
  });

  it('draws the graph with a box for each file and a line for each need that follows from no other', () => {
    const classes = elements.flatMap(({ attributes }) => attributes.class ?? []);
    expect(classes.filter((name) => name.startsWith('box'))).toEqual([
      'box refused',
      'box attested asked',
      'box unattested',
      'box waived',
      'box attested',
    ]);
    // app needs evil and idna, idna needs known and forked; that app needs known follows
    expect(classes.filter((name) => /^f\d+ t\d+$/.test(name)).sort()).toEqual([
      'f1 t0',
      'f1 t2',
      'f2 t3',
      'f2 t4',
    ]);
  });

  it('says of a file that was not looked at that it was not', () => {
    const both = [candidate({ name: 'a' }), candidate({ name: 'b' })];
    const failures = [
      new SafeInstallError({ code: 'provenance.unreachable', message: 'no', subject: 'a 1.0' }),
    ];
    const page = read(toHtml(content([], { plan: both, failures })));
    expect(page.text).toContain('Not everything could be checked');
    expect(page.text).toContain('? unverifiable');
    expect(page.text).toContain('· unchecked');
    expect(page.text).toContain('the run ended before it was looked at');
  });

  it('opens the details of a few files, and offers a choice where there is one', () => {
    const openOf = (page: string) =>
      read(page).elements.filter(({ attributes }) => attributes.open !== undefined).length;
    expect([openOf(toHtml(content(FILES.slice(0, 3)))), openOf(toHtml(content(FILES)))]).toEqual([3, 0]);
    const radiosOf = (page: string) => read(page).elements.filter(({ name }) => name === 'input').length;
    expect([radiosOf(toHtml(content(FILES))), radiosOf(toHtml(content(FILES.slice(0, 1))))]).toEqual([4, 0]);
  });

  it('draws no picture whose lines nobody could follow', () => {
    const chain = Array.from({ length: 200 }, (_, at) =>
      candidate({ name: `c${at}`, requiredBy: at === 0 ? [] : [`c${at - 1}`] }),
    );
    const sources = Array.from({ length: 80 }, (_, at) => candidate({ name: `s${at}` }));
    const needed = ['c199', ...sources.map(({ name }) => name)];
    const sinks = Array.from({ length: 80 }, (_, at) => candidate({ name: `t${at}`, requiredBy: needed }));
    const page = toHtml(content([], { plan: [...chain, ...sources, ...sinks] }));
    expect(page.includes('<svg class="graph"')).toBe(false);
  });

  it('knows a file that was built here by its name, since it is another than the one that was chosen', () => {
    const builtFrom = {
      kind: 'sdist',
      filename: 'acme-1.0.tar.gz',
      sha256: sha256('sdist'),
      size: 1,
    } as const;
    const built = verified({ name: 'acme', signer: {}, builtFrom });
    const page = read(toHtml(content([built], { plan: [candidate({ name: 'acme' })] })));
    expect([page.text.includes('unchecked'), page.text.includes('Built here fromacme-1.0.tar.gz')]).toEqual([
      false,
      true,
    ]);
  });

  it('names what is not proven, unless it is everything', () => {
    const chipsOf = (amount: number) => {
      const files = Array.from({ length: amount }, (_, at) => verified({ name: `p${at}` }));
      return read(toHtml(content(files))).elements.filter(({ attributes }) => attributes.class === 'chips')
        .length;
    };
    expect([chipsOf(1), chipsOf(12), chipsOf(13)]).toEqual([1, 1, 0]);
  });

  it('draws no picture of a plan in which nobody would find anything', () => {
    const plan = Array.from({ length: 401 }, (_, at) => candidate({ name: `p${at}` }));
    const isDrawn = (amount: number) =>
      toHtml(content([], { plan: plan.slice(0, amount) })).includes('<svg class="graph"');
    expect([isDrawn(1), isDrawn(2), isDrawn(400), isDrawn(401)]).toEqual([false, true, true, false]);
  });
});
