import { describe, expect, it } from 'vitest';
import { redactedDirectUrl } from '../../src/installers/direct-url.ts';
import {
  joinRecord,
  pathOfLine,
  recordLine,
  splitRecord,
  withLines,
  withoutPaths,
} from '../../src/installers/record-lines.ts';

describe('the lines of RECORD', () => {
  it.each<[string, string]>([
    ['a/b.py,sha256=x,3', 'a/b.py'],
    ['a.dist-info/RECORD,,', 'a.dist-info/RECORD'],
    ['"a,b.txt",sha256=x,3', 'a,b.txt'],
    ['"a ""b"".txt",sha256=x,3', 'a "b".txt'],
    ['"not closed', '"not closed'],
    ['no comma', ''],
  ])('%s is of %s', (line, path) => {
    expect(pathOfLine(line)).toBe(path);
  });

  it.each(['a/b.py', 'a,b.txt', 'a "b".txt', 'plain name'])(
    'quotes %s as Python does, and reads it back',
    (path) => {
      const line = recordLine(path, 'sha256=x', '3');
      expect(pathOfLine(line)).toBe(path);
      expect(line.startsWith('"')).toBe(/[",]/.test(path));
    },
  );

  it.each(['\r\n', '\n'])('keeps the ends of lines (%j)', (ending) => {
    const text = ['a,,', 'b,,', ''].join(ending);
    expect(joinRecord(splitRecord(text))).toBe(text);
  });

  it('puts lines where Python sorts them', () => {
    const record = splitRecord('../x,,\na.py,,\nb.py,,\n\uffff.py,,\n');
    const added = ['a.pyc,,', 'Z.py,,', '\u{10000}.py,,', 'b,,'];
    expect(withLines(record, added).lines).toEqual([
      '../x,,',
      'Z.py,,',
      'a.py,,',
      'a.pyc,,',
      'b,,',
      'b.py,,',
      '\uffff.py,,',
      '\u{10000}.py,,',
    ]);
  });

  it('takes lines away by their path', () => {
    expect(joinRecord(withoutPaths(splitRecord('a,,\n"b,c",,\nd,,\n'), new Set(['b,c', 'x'])))).toBe(
      'a,,\nd,,\n',
    );
  });
});

/** As pip leaves them in a URL, since they are no secrets. */
const VARIABLES = ['USER', 'TOKEN'].map((name) => `$\{${name}}`).join(':');

describe('redactedDirectUrl', () => {
  it.each<[string, string]>([
    ['https://files.example/a.whl', 'https://files.example/a.whl'],
    ['https://me:secret@files.example/a.whl#sha256=00', 'https://files.example/a.whl'],
    ['https://token@files.example/a@b.whl', 'https://files.example/a@b.whl'],
    [`https://${VARIABLES}@files.example/a.whl`, `https://${VARIABLES}@files.example/a.whl`],
    ['file:///home/me/a%20b.whl', 'file:///home/me/a%20b.whl'],
  ])('%s becomes %s', (url, redacted) => {
    expect(redactedDirectUrl(url)).toBe(redacted);
  });
});
