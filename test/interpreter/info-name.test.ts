import { expect, it } from 'vitest';
import { parseEntryName } from '../../src/interpreter/info-name.ts';

it.each<[string, ReturnType<typeof parseEntryName>]>([
  ['acme_tools-1.0.dist-info', { kind: 'info', info: 'dist-info', name: 'acme_tools', version: '1.0' }],
  [
    'Acme.Tools-1.0+local.dist-info',
    { kind: 'info', info: 'dist-info', name: 'Acme.Tools', version: '1.0+local' },
  ],
  ['acme-1.0-1.dist-info', { kind: 'info', info: 'dist-info', name: 'acme', version: '1.0-1' }],
  ['acme-1.0.DIST-INFO', { kind: 'info', info: 'dist-info', name: 'acme', version: '1.0' }],
  ['acme.dist-info', { kind: 'info', info: 'dist-info', name: null, version: null }],
  ['acme-1.0-py3.11.egg-info', { kind: 'info', info: 'egg-info', name: 'acme', version: null }],
  ['acme.egg-info', { kind: 'info', info: 'egg-info', name: 'acme', version: null }],
  ['EGG-INFO', { kind: 'egg-folder' }],
  ['acme-tools.egg-link', { kind: 'egg-link', name: 'acme-tools' }],
  ['acme.pth', { kind: 'path-file' }],
  ['.hidden.pth', undefined],
  ['acme', undefined],
  ['acme.py', undefined],
  ['acme-1.0.dist-info.bak', undefined],
])('parseEntryName of %s', (fileName, expected) => {
  expect(parseEntryName(fileName)).toEqual(expected);
});
