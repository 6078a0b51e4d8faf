import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type FileRole,
  MAX_REQUIREMENTS_FILE_BYTES,
  parseRequirementsFile,
  type RequirementsFileDoors,
} from '../../src/packaging/index.ts';

const SHA = 'a'.repeat(64);
const SHA512 = 'b'.repeat(128);

type Files = Readonly<Record<string, string | Uint8Array>>;

const doorsOf = (files: Files, more: Partial<RequirementsFileDoors> = {}): RequirementsFileDoors => ({
  read: async (location) => {
    const content = files[location];
    if (content === undefined) throw new Error(`no such file: ${location}`);
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  },
  exists: async (path) => Object.hasOwn(files, path),
  variables: {},
  path: posix,
  ...more,
});

const read = (content: string | Uint8Array, files: Files = {}, more: Partial<RequirementsFileDoors> = {}) =>
  parseRequirementsFile(
    { location: '/srv/requirements.txt', shown: 'requirements.txt', role: 'requirements' },
    doorsOf({ '/srv/requirements.txt': content, ...files }, more),
  );

const texts = async (content: string, more: Partial<RequirementsFileDoors> = {}) =>
  (await read(content, {}, more)).requirements.map(({ text }) => text);

describe('the lines of a requirements file', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['requirements', 'acme\nwidget>=1\n', ['acme', 'widget>=1']],
    ['CRLF and CR', 'a\r\nb\rc', ['a', 'b', 'c']],
    ['line ends that only Python sees', 'a\u2028b\vc\u0085d', ['a', 'b', 'c', 'd']],
    ['blank lines', '\n \n\t\na\n', ['a']],
    ['blanks round a line', '  a  \n', ['a']],
    ['a comment', '# a\nb # c\n  # d\n', ['b']],
    [
      'a hash in a URL, which is no comment',
      'a @ https://x.example/a.whl#sha256=1 # note',
      ['a @ https://x.example/a.whl#sha256=1'],
    ],
    ['a comment without a blank, which is none', 'a#b', ['a#b']],
    ['a line that goes on', 'a>=1,\\\n<2\n', ['a>=1,<2']],
    ['a line that goes on twice', 'a\\\n>=\\\n1\nb', ['a>=1', 'b']],
    ['a line that goes on at the end of the file', 'a\\', ['a']],
    ['a comment that ends in a backslash, and does not go on', '# a\\\nb', ['b']],
    ['a comment that ends a line which goes on', 'a\\\n# b\nc', ['a', 'c']],
    ['a backslash before a blank, which is none of these', 'a\\ \nb', ['a\\', 'b']],
    [
      'a marker with quotes',
      'a ; python_version < "3" or os_name == \'nt\'',
      ['a ; python_version < "3" or os_name == \'nt\''],
    ],
    ['a path', './acme\n../widget[x]\n/srv/a.whl', ['./acme', '../widget[x]', '/srv/a.whl']],
    ['a hyphen behind a tab, where pip sees no option', 'a\t--pre', ['a\t--pre']],
  ])('%s', async (_what, content, expected) => {
    expect(await texts(content)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['a variable', `\${NAME}`, 'acme'],
    ['a variable inside', `a @ https://\${USER_1}:\${PASS}@x.example/`, 'a @ https://me:a$b@x.example/'],
    ['a variable twice', `\${NAME}-\${NAME}`, 'acme-acme'],
    ['an unknown variable', `\${NOBODY}`, `\${NOBODY}`],
    ['an empty variable', `\${EMPTY}`, `\${EMPTY}`],
    ['a variable in small letters', `\${name}`, `\${name}`],
    ['a variable without braces', '$NAME', '$NAME'],
    ['what every object has', `\${HAS}\${CONSTRUCTOR}`, `\${HAS}\${CONSTRUCTOR}`],
  ])('puts in %s', async (_what, content, expected) => {
    const variables = { NAME: 'acme', USER_1: 'me', PASS: 'a$b', EMPTY: '', name: 'no' };
    expect(await texts(content, { variables })).toEqual([expected]);
  });

  it('numbers lines from 1, joined ones by their first', async () => {
    const { requirements } = await read('# note\n\na\\\n==1\nb\n');
    expect(requirements.map(({ origin }) => `${origin.file}:${origin.line}`)).toEqual([
      'requirements.txt:3',
      'requirements.txt:5',
    ]);
  });
});

describe('the options on the line of a requirement', () => {
  it('takes digests and settings', async () => {
    const { requirements } = await read(
      `acme==1 --hash=sha256:${SHA} \\\n  --hash sha512:${SHA512.toUpperCase()} --config-settings=a=b -Cc=d=e\n`,
    );
    expect(requirements[0]).toMatchObject({
      text: 'acme==1',
      editable: false,
      hashes: [
        { algorithm: 'sha256', digest: SHA },
        { algorithm: 'sha512', digest: SHA512 },
      ],
      configSettings: [
        ['a', 'b'],
        ['c', 'd=e'],
      ],
    });
  });

  it.each<[string, string, string]>([
    ['-e ./acme', './acme', '-e with a blank'],
    ['-e./acme', './acme', '-e without'],
    ['--editable=git+https://x.example/a#egg=a', 'git+https://x.example/a#egg=a', 'the long form'],
    ['--edit ./acme', './acme', 'the beginning of the long form'],
    ["-e '/srv/my acme'", '/srv/my acme', 'quotes'],
  ])('%s is editable: %s (%s)', async (content, text) => {
    expect((await read(content)).requirements).toMatchObject([{ text, editable: true }]);
  });

  it.each<[string, string]>([
    ['an index', 'acme --index-url https://x.example/simple'],
    ['pre-releases', 'acme --pre'],
    ['a second editable', '-e ./a -e ./b'],
    ['a digest of an editable', `-e ./a --hash=sha256:${SHA}`],
    ['an included file', 'acme -r other.txt'],
    ['words that belong to nothing', 'acme --pre other'],
  ])('tells that pip passes over %s', async (_what, content) => {
    const { requirements, options, warnings } = await read(content);
    expect(requirements).toHaveLength(1);
    expect(options).toEqual([]);
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings[0]?.origin).toEqual({ file: 'requirements.txt', line: 1, role: 'requirements' });
  });

  it('takes the choice of formats and releases from there too, as pip does', async () => {
    const { options, warnings } = await read('acme --no-binary=acme --only-final :all:\n');
    expect(options.map(({ name, value }) => [name, value])).toEqual([
      ['no-binary', 'acme'],
      ['only-final', ':all:'],
    ]);
    expect(warnings).toEqual([]);
  });
});

describe('the options on lines of their own', () => {
  it.each<[string, string, readonly (readonly [string, string | null])[]]>([
    ['an index', '-i https://x.example/simple', [['index-url', 'https://x.example/simple']]],
    ['an index without a blank', '-ihttps://x.example/simple', [['index-url', 'https://x.example/simple']]],
    [
      'an index in quotes',
      '--index-url "https://x.example/simple"',
      [['index-url', 'https://x.example/simple']],
    ],
    [
      'several at once',
      '--no-index --pre -f links',
      [
        ['no-index', null],
        ['pre', null],
        ['find-links', 'links'],
      ],
    ],
    ['one more index', '--extra-index-url=https://x.example', [['extra-index-url', 'https://x.example']]],
    [
      'formats',
      '--only-binary :all:\n--no-binary=a,b\n--prefer-binary',
      [
        ['only-binary', ':all:'],
        ['no-binary', 'a,b'],
        ['prefer-binary', null],
      ],
    ],
    [
      'releases',
      '--all-releases a\n--only-final=:all:',
      [
        ['all-releases', 'a'],
        ['only-final', ':all:'],
      ],
    ],
    [
      'digests',
      '--require-hashes\n--no-require-hashes',
      [
        ['require-hashes', null],
        ['no-require-hashes', null],
      ],
    ],
    [
      'hosts and features',
      '--trusted-host x.example:80\n--use-feature=fast-deps',
      [
        ['trusted-host', 'x.example:80'],
        ['use-feature', 'fast-deps'],
      ],
    ],
    ['the beginning of a name', '--prefer', [['prefer-binary', null]]],
  ])('%s', async (_what, content, expected) => {
    const { options, requirements, warnings } = await read(content);
    expect(options.map(({ name, value }) => [name, value])).toEqual(expected);
    expect([requirements, warnings]).toEqual([[], []]);
  });

  it.each<[string, string]>([
    ['a digest without a requirement', `--hash=sha256:${SHA}`],
    ['a setting without a requirement', '-C a=b'],
    ['a second place of links on a line', '-f a -f b'],
    ['words behind the options', '--pre acme'],
    ['words behind two hyphens', '--pre -- acme'],
  ])('tells that pip passes over %s', async (_what, content) => {
    expect((await read(content)).warnings).toHaveLength(1);
  });

  it('finds links beside the file, and else leaves them to the working folder', async () => {
    const { options } = await read('-f links\n-f elsewhere\n-f https://x.example/\n', { '/srv/links': '' });
    expect(options.map(({ value }) => value)).toEqual(['/srv/links', 'elsewhere', 'https://x.example/']);
  });
});

describe('files that include files', () => {
  it.each<[string, string, Files]>([
    ['beside', '-r base.txt', { '/srv/base.txt': 'acme' }],
    ['below', '--requirement=more/base.txt', { '/srv/more/base.txt': 'acme' }],
    ['above', '-r ../base.txt', { '/base.txt': 'acme' }],
    ['by an absolute path', '-r /etc/base.txt', { '/etc/base.txt': 'acme' }],
    ['by a URL', '-r https://x.example/base.txt', { 'https://x.example/base.txt': 'acme' }],
    [
      'relative to what includes it',
      '-r more/a.txt',
      { '/srv/more/a.txt': '-r b.txt', '/srv/more/b.txt': 'acme' },
    ],
    [
      'relative to a URL',
      '-r https://x.example/d/a.txt',
      { 'https://x.example/d/a.txt': '-r ../b.txt', 'https://x.example/b.txt': 'acme' },
    ],
    ['with a variable', `-r \${WHICH}.txt`, { '/srv/base.txt': 'acme' }],
  ])('reads one %s', async (_what, content, files) => {
    const { requirements } = await read(content, files, { variables: { WHICH: 'base' } });
    expect(requirements.map(({ text }) => text)).toEqual(['acme']);
  });

  it('keeps the order, the files and the roles', async () => {
    const { requirements } = await read('a\n-c limits.txt\n-r more/b.txt\nz\n', {
      '/srv/limits.txt': 'c<2\n-r more/b.txt\n',
      '/srv/more/b.txt': 'b\n',
    });
    expect(
      requirements.map(({ text, origin }) => [text, origin.role, `${origin.file}:${origin.line}`]),
    ).toEqual([
      ['a', 'requirements', 'requirements.txt:1'],
      ['c<2', 'constraints', 'limits.txt:1'],
      ['b', 'requirements', 'more/b.txt:1'],
      ['b', 'requirements', 'more/b.txt:1'],
      ['z', 'requirements', 'requirements.txt:4'],
    ]);
  });

  it('tells the reader which role a file has', async () => {
    const roles: [string, FileRole][] = [];
    const files = { '/srv/requirements.txt': '-c limits.txt', '/srv/limits.txt': '' };
    const doors = doorsOf(files);
    await parseRequirementsFile(
      { location: '/srv/requirements.txt', role: 'requirements' },
      {
        ...doors,
        read: (location, role) => {
          roles.push([location, role]);
          return doors.read(location, role);
        },
      },
    );
    expect(roles).toEqual([
      ['/srv/requirements.txt', 'requirements'],
      ['/srv/limits.txt', 'constraints'],
    ]);
  });

  it('joins paths of Windows in their way', async () => {
    const { requirements } = await parseRequirementsFile(
      { location: 'C:\\srv\\requirements.txt', shown: 'requirements.txt', role: 'requirements' },
      doorsOf(
        {
          'C:\\srv\\requirements.txt': '-r more/a.txt',
          'C:\\srv\\more\\a.txt': '-r D:/b.txt',
          'D:\\b.txt': 'acme',
        },
        { path: win32 },
      ),
    );
    expect(requirements[0]).toMatchObject({ text: 'acme', origin: { file: 'D:/b.txt' } });
  });

  it('tells what has no effect beside an included file', async () => {
    const { options, warnings } = await read('-r a.txt -r b.txt --pre --no-binary x -c c.txt', {
      '/srv/a.txt': '',
    });
    expect(options.map(({ name }) => name)).toEqual(['no-binary']);
    expect(warnings).toHaveLength(3);
  });

  it('lets the error of a file that cannot be read through as it is', async () => {
    await expect(read('-r gone.txt')).rejects.toThrow('no such file: /srv/gone.txt');
  });

  it.each<[string, string, Files, string]>([
    ['itself', '-r requirements.txt', {}, 'requirements.cycle'],
    ['itself by another spelling', '-r ./x/../requirements.txt', {}, 'requirements.cycle'],
    ['itself through another', '-r a.txt', { '/srv/a.txt': '-c requirements.txt' }, 'requirements.cycle'],
    [
      'two that include each other',
      '-r a.txt',
      { '/srv/a.txt': '-r b.txt', '/srv/b.txt': '-r a.txt' },
      'requirements.cycle',
    ],
    ['a URL that is none', '-r https://[', {}, 'requirements.malformed'],
  ])('refuses to include %s', async (_what, content, files, code) => {
    await expect(read(content, files)).toRefuseWith(code);
  });

  it('may include one file twice', async () => {
    expect((await read('-r a.txt\n-r a.txt\n', { '/srv/a.txt': 'acme' })).requirements).toHaveLength(2);
  });

  it('stops at files that double at each step', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, depth) => [
        `/srv/${depth}.txt`,
        `-r ${depth + 1}.txt\n-r ${depth + 1}.txt\n`,
      ]),
    );
    await expect(read('-r 0.txt', { ...files, '/srv/40.txt': '' })).toRefuseWith('requirements.too-large');
  });

  it('stops at files that go ever deeper', async () => {
    const read = async (location: string) => new TextEncoder().encode(`-r ${location}x`);
    await expect(
      parseRequirementsFile({ location: '/r', role: 'requirements' }, { ...doorsOf({}), read }),
    ).toRefuseWith('requirements.too-large');
  });
});

describe('a requirements file is refused', () => {
  it.each<[string, string]>([
    ['an option that nobody knows', '--frobnicate'],
    ['a short option that nobody knows', '-x'],
    ['an option of pip that has no place in a file', '--target /srv'],
    ['an option that older versions of pip took', 'acme --global-option=x'],
    ['the beginning of several names', '--no'],
    ['an option without its value', '-r'],
    ['a value for an option that takes none', '--pre=1'],
    ['an open quote', '-r "a'],
    ['a digest without its algorithm', `acme --hash=${SHA}`],
    ['a weak digest', 'acme --hash=md5:d41d8cd98f00b204e9800998ecf8427e'],
    ['a digest that is too short', 'acme --hash=sha256:abc'],
    ['a digest that is not hexadecimal', `acme --hash=sha256:${'x'.repeat(64)}`],
    ['a digest by what every object has', 'acme --hash=constructor:abc'],
    ['a setting without a value', 'acme -C a'],
    ['a requirement beside an editable one', 'acme -e ./widget'],
  ])('%s', async (_what, content) => {
    await expect(read(`# note\n${content}\n`)).toRefuseWith('requirements.malformed');
    await expect(read(`# note\n${content}\n`)).rejects.toMatchObject({
      subject: 'requirements.txt:2',
      excerpt: { text: content },
    });
  });

  it('an editable constraint', async () => {
    await expect(
      parseRequirementsFile({ location: '/c', role: 'constraints' }, doorsOf({ '/c': '-e ./acme' })),
    ).toRefuseWith('requirements.malformed');
  });

  it.each<[string, Uint8Array, string]>([
    ['in an encoding of nobody', Buffer.from('# coding: klingon\n'), 'requirements.encoding'],
    ['not in UTF-8', Uint8Array.of(0xff), 'requirements.encoding'],
    ['too large', new Uint8Array(MAX_REQUIREMENTS_FILE_BYTES + 1), 'requirements.too-large'],
  ])('%s', async (_what, content, code) => {
    await expect(read(content)).toRefuseWith(code);
  });

  it('without showing what the environment put in, or the password of a URL', async () => {
    const shown = async (run: Promise<unknown>) =>
      run.then(String, (error) => `${error} ${JSON.stringify(error)}`);
    expect(await shown(read(`acme -C \${TOKEN}`, {}, { variables: { TOKEN: 'hunter2' } }))).not.toContain(
      'hunter2',
    );
    const url = 'https://me:hunter2@x.example/r.txt';
    const ofUrl = await shown(
      parseRequirementsFile({ location: url, role: 'requirements' }, doorsOf({ [url]: '--frobnicate' })),
    );
    expect(ofUrl).toContain('x.example/r.txt:1');
    expect(ofUrl).not.toContain('hunter2');
  });
});
