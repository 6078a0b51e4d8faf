import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { parsePlace, placeOf } from '../../../src/report/facts/place.ts';

const error = (details: Partial<ConstructorParameters<typeof SafeInstallError>[0]> = {}) =>
  new SafeInstallError({ code: 'provenance.missing', message: 'none', ...details });

describe('a place', () => {
  it.each([
    ['safe-install.toml:12', { file: 'safe-install.toml', line: 12, column: null }],
    ['a/b c.toml:12:3', { file: 'a/b c.toml', line: 12, column: 3 }],
    ['C:\\conf\\a.toml:7', { file: 'C:/conf/a.toml', line: 7, column: null }],
    ['a:1:2:3', { file: 'a:1', line: 2, column: 3 }],
    ['the index', null],
    ['safe-install.toml', null],
    ['safe-install.toml:0', null],
    ['safe-install.toml:x', null],
    [':12', null],
    ['12', null],
    ['https://index.example:8080', null],
    ['', null],
    ['a:1234567890', null],
  ])('%j', (text, expected) => {
    expect(parsePlace(text)).toEqual(expected);
  });

  it.each<[string, SafeInstallError, string | undefined]>([
    [
      'the subject of an error about a file',
      error({ code: 'policy.value', subject: 'a.toml:3:1' }),
      'a.toml',
    ],
    ['no line inside an archive', error({ code: 'record.unlisted', subject: 'RECORD:3' }), undefined],
    [
      'the first origin that is one',
      error({
        facts: [
          { label: 'got', value: 'x:1' },
          { label: 'got', value: 'x', origin: 'the index' },
          { label: 'expected', value: 'y', origin: 'b.toml:4' },
          { label: 'expected', value: 'y', origin: 'c.toml:4' },
        ],
      }),
      'b.toml',
    ],
  ])('of an error is %s', (_reason, failure, file) => {
    expect(placeOf(failure)?.file).toBe(file);
  });
});
