import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { parseRequirement, Requirement } from '../../src/packaging/index.ts';

function refusal(text: string): string {
  try {
    parseRequirement(text);
  } catch (error) {
    if (!(error instanceof SafeInstallError) || error.excerpt === undefined) throw error;
    expect(error.code).toBe('packaging.requirement');
    const { start, end } = error.excerpt;
    const marked = `${text.slice(0, start)}»${text.slice(start, end)}«${text.slice(end)}`;
    return [marked, error.message, ...(error.hint === undefined ? [] : [error.hint])].join('\n');
  }
  return 'no refusal';
}

describe('parseRequirement', () => {
  it.each([
    ['a name', 'acme', 'acme'],
    ['blanks around', ' \tacme ', 'acme'],
    ['a specifier', 'acme>=1,<2', 'acme<2,>=1'],
    ['a specifier with blanks', 'acme >= 1 , < 2', 'acme<2,>=1'],
    ['a specifier in parentheses', 'acme (>=1)', 'acme>=1'],
    ['empty parentheses', 'acme ()', 'acme'],
    ['a comma at the end', 'acme>=1,', 'acme>=1'],
    ['extras', 'acme[b, A.c,b]==1', 'acme[A.c,b]==1'],
    ['no extras in brackets', 'acme[ ]', 'acme'],
    ['a marker', 'acme;os_name=="nt"', 'acme; os_name == "nt"'],
    ['all of it', 'Acme [x] (~=1.4) ; extra == "Y_z"', 'Acme[x]~=1.4; extra == "y-z"'],
    ['a URL', 'acme @ https://packages.example/a.whl', 'acme @ https://packages.example/a.whl'],
    [
      'a URL with a marker',
      'acme[x]@git+ssh://host.example/a ; os_name=="nt"',
      'acme[x] @ git+ssh://host.example/a ; os_name == "nt"',
    ],
    [
      'a semicolon within a URL',
      'acme @ https://packages.example/a;b',
      'acme @ https://packages.example/a;b',
    ],
    ['any text after ===', 'acme===foo/bar', 'acme===foo/bar'],
  ])('takes %s', (_reason, text, written) => {
    expect(parseRequirement(text).toString()).toBe(written);
    expect(parseRequirement(written).toString()).toBe(written);
  });

  it('tells its parts', () => {
    const requirement = parseRequirement('Acme.Core[B_c,b-C, a] >=1 ; extra == "t"');
    expect(requirement).toMatchObject({
      name: 'Acme.Core',
      normalizedName: 'acme-core',
      extras: ['a', 'b-c'],
      writtenExtras: ['B_c', 'a', 'b-C'],
      url: null,
    });
    expect(requirement.specifier.toString()).toBe('>=1');
    expect(requirement.marker?.toString()).toBe('extra == "t"');
    expect(parseRequirement('a @ b').url).toBe('b');
    expect(parseRequirement('a').marker).toBeNull();
  });

  it('says what is wrong, and where', () => {
    const texts = [
      '',
      '>=2.0',
      'https://packages.example/a.whl',
      'git+https://packages.example/a.git',
      './acme',
      'acme/core',
      'acme 1.0',
      'acme=1.0',
      'acme>=1.0 <2.0',
      'acme>=1.x',
      'acme>=1,,<2',
      'acme>=1\n',
      'acme (>=1',
      'acme>=1)',
      'acme[a b]',
      'acme[a,]',
      'acme[a',
      'acme[a,b==1',
      'acme @ ',
      'acme @ b c',
      'acme;',
      'acme; python_version >= 3',
      'acme; os_name == "nt" # comment',
      'acme # comment',
      'acmé',
    ];
    expect(texts.map(refusal).join('\n\n')).toMatchInlineSnapshot(`
      "»«
      expected the name of a project

      »>=2.0«
      expected the name of a project

      https»://packages.example/a.whl«
      expected a version specifier, "@", ";" or the end after the name
      Write "NAME @ URL" for a file or repository at a URL

      git»+https://packages.example/a.git«
      expected a version specifier, "@", ";" or the end after the name
      Write "NAME @ URL" for a file or repository at a URL

      »./acme«
      expected the name of a project

      acme»/core«
      expected a version specifier, "@", ";" or the end after the name
      Write "./" before the path of a file or folder

      acme »1.0«
      expected a version specifier, "@", ";" or the end after the name
      Write "==" before the version

      acme»=«1.0
      expected one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="
      Write "==" for exactly this version

      acme>=1.0 »<2.0«
      expected "," or the end after the version

      acme>=»1.x«
      "1.x" is not a version

      acme>=1,»,«<2
      expected a specifier before ","

      acme>=1»«

      expected ";" or the end of the requirement

      acme »(>=1«
      expected the matching ")"

      acme>=1»)«
      expected ";" or the end of the requirement

      acme[a »b]«
      expected "," or "]" after the name of an extra

      acme[a,»]«
      expected the name of an extra after ","

      acme»[a«
      expected the matching "]"

      acme[a,b»==1«
      expected "," or "]" after the name of an extra

      acme @ »«
      expected a URL after "@"

      acme @ b »c«
      expected ";" or the end after the URL

      acme;»«
      expected a marker variable or a value in quotes

      acme; python_version >= »3«
      expected a marker variable or a value in quotes
      Put the value in quotes

      acme; os_name == "nt" »#« comment
      expected "and", "or" or the end of the requirement

      acme »#« comment
      expected a version specifier, "@", ";" or the end after the name
      A comment may stand in a requirements file only

      »acmé«
      expected the name of a project"
    `);
  });

  it('refuses a text that is too long to be one', () => {
    expect(() => parseRequirement(`acme @ ${'x'.repeat(16_384)}`)).toRefuse('packaging.requirement');
  });

  it('gives its own error, or a requirement that comes back from its text, for any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a',
        'b-c',
        '[',
        ']',
        '(',
        ')',
        ',',
        ';',
        '@',
        ' ',
        '>=',
        '1',
        '.*',
        '===',
        'os_name',
        '"x"',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        let parsed: Requirement;
        try {
          parsed = parseRequirement(pieces.join(''));
        } catch (error) {
          expect(error).toMatchObject({ code: 'packaging.requirement' });
          return;
        }
        // a backslash within a marker's value is written as it is, as `packaging` does, and would be read as an escape
        if (parsed.toString().includes('\\')) return;
        expect(parseRequirement(parsed.toString()).toString()).toBe(parsed.toString());
      }),
    );
  });
});

describe('Requirement', () => {
  it('is shown without the credentials of its URL', () => {
    const text = 'acme @ https://user:secret@packages.example/a.whl?token=secret#sha256=ab ; os_name == "nt"';
    expect(parseRequirement(text).toString()).toContain('secret');
    expect(parseRequirement(text).describe()).toBe(
      'acme @ https://****@packages.example/a.whl ; os_name == "nt"',
    );
    expect(parseRequirement('acme>=1').describe()).toBe('acme>=1');
  });

  it('can be made of its parts', () => {
    const requirement = new Requirement({ name: 'acme', extras: ['b', 'a', 'b'] });
    expect(requirement.toString()).toBe('acme[a,b]');
    expect(requirement.specifier.isEmpty).toBe(true);
  });
});
