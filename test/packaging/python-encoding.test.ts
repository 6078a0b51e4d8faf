import { expect, it } from 'vitest';
import { decodePythonText, EncodingFault } from '../../src/packaging/python-encoding.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

it.each<[string, Uint8Array, string]>([
  ['nothing', Buffer.alloc(0), ''],
  ['UTF-8', Buffer.from('acmé'), 'acmé'],
  ['UTF-8 with a mark', Buffer.from('\ufeffacmé'), 'acmé'],
  ['UTF-16 in little-endian order', Buffer.from('\ufeffacmé', 'utf16le'), 'acmé'],
  ['UTF-16 in big-endian order', Buffer.from('\ufeffacmé', 'utf16le').swap16(), 'acmé'],
  [
    'UTF-32 in little-endian order',
    Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0, 0, 0xf6, 1, 0]),
    'a\u{1f600}',
  ],
  ['UTF-32 in big-endian order', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x61]), 'a'],
  ['a declared encoding', latin1('# -*- coding: latin-1 -*-\nacm\xe9'), '# -*- coding: latin-1 -*-\nacmé'],
  [
    'a declaration with an equals sign',
    latin1('# vim: set fileencoding=ISO-8859-1 :\n\x80'),
    '# vim: set fileencoding=ISO-8859-1 :\n\u0080',
  ],
  ['a declaration in the second line', latin1('#!x\n# coding: cp1252\n\x80'), '#!x\n# coding: cp1252\n€'],
  ['a declaration by a name of Python', latin1('# coding: iso8859_1\n\xe9'), '# coding: iso8859_1\né'],
  ['a declared UTF-8', Buffer.from('# coding: utf8\né'), '# coding: utf8\né'],
  [
    'an encoding of the east',
    Buffer.concat([latin1('# coding: euc-jp\n'), Buffer.from([0xc6, 0xfc])]),
    '# coding: euc-jp\n日',
  ],
  ['ASCII', latin1('# coding: us-ascii\na'), '# coding: us-ascii\na'],
  [
    'a declaration in the third line, which is none',
    Buffer.from('#\n#\n# coding: latin-1\né'),
    '#\n#\n# coding: latin-1\né',
  ],
  ['a declaration that is no comment', Buffer.from('acme # coding: latin-1\né'), 'acme # coding: latin-1\né'],
])('decodePythonText reads %s', (_what, bytes, expected) => {
  expect(decodePythonText(bytes)).toBe(expected);
});

it.each<[string, Uint8Array]>([
  ['neither UTF-8 nor declared: pip would ask the locale', latin1('acm\xe9')],
  ['not what is declared', latin1('# coding: utf-8\nacm\xe9')],
  ['not ASCII', latin1('# coding: ascii\n\xe9')],
  ['not what windows-1252 has', latin1('# coding: cp1252\n\x81')],
  ['in an encoding that nobody knows', latin1('# coding: klingon\n')],
  ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x61])],
  ['half a character of UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0])],
  ['a number beyond UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0x11, 0, 0])],
  ['half a pair in UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0xd8, 0])],
  ['broken in a multi-byte encoding', Buffer.concat([latin1('# coding: shift_jis\n'), Buffer.from([0x81])])],
])('decodePythonText refuses a text that is %s', (_what, bytes) => {
  expect(() => decodePythonText(bytes)).toThrow(EncodingFault);
});
