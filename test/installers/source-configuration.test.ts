import { describe, expect, it } from 'vitest';
import { parseInstallArguments } from '../../src/installers/parse-arguments.ts';
import { needsDefaultIndex, toSourceConfiguration } from '../../src/installers/source-configuration.ts';
import type { FileOption } from '../../src/packaging/index.ts';

const DEFAULT = { value: 'https://default.example/simple', origin: 'pip default' };

const configure = (words: readonly string[], installer: 'pip' | 'uv' = 'pip', environment = {}) => {
  const meant = parseInstallArguments(['a', ...words], {});
  return toSourceConfiguration(meant, installer, environment, needsDefaultIndex(meant) ? DEFAULT : null);
};

describe('toSourceConfiguration', () => {
  it.each<[string, string[], string[]]>([
    ["the installer's own index", [], ['https://default.example/simple']],
    ['the one that is named', ['-i', 'https://a.example'], ['https://a.example']],
    [
      'the extra ones before it',
      ['--extra-index-url=https://b.example', '-i', 'https://a.example'],
      ['https://b.example', 'https://a.example'],
    ],
    [
      'one index once, with a slash at its end or without',
      ['-i', 'https://a.example/', '--extra-index-url=https://a.example'],
      ['https://a.example'],
    ],
    ['none', ['--no-index', '-i', 'https://a.example', '--extra-index-url=https://b.example'], []],
  ])('asks %s', (_reason, words, urls) => {
    expect(configure(words).indexes.map(({ value }) => value)).toEqual(urls);
  });

  it('says where each was stated', () => {
    expect(configure(['-f', 'wheels'])).toMatchObject({
      indexes: [{ origin: 'pip default' }],
      findLinks: [{ value: 'wheels', origin: 'command line' }],
    });
  });

  it.each<[string, string[], 'pip' | 'uv', Record<string, string>, unknown]>([
    ['none', [], 'pip', {}, null],
    ['those of an option', ['--cert', '/ca.pem'], 'pip', { SSL_CERT_FILE: '/x' }, 'command line'],
    [
      'those of a variable, the first that is set',
      [],
      'pip',
      { REQUESTS_CA_BUNDLE: '', CURL_CA_BUNDLE: '/c', SSL_CERT_FILE: '/s' },
      'CURL_CA_BUNDLE',
    ],
    [
      'those of the variable that uv reads',
      [],
      'uv',
      { REQUESTS_CA_BUNDLE: '/r', SSL_CERT_FILE: '/s' },
      'SSL_CERT_FILE',
    ],
  ])('trusts the authorities of %s', (_reason, words, installer, environment, origin) => {
    expect(configure(words, installer, environment).network.cert?.origin ?? null).toBe(origin);
  });
});

describe('options of requirements files', () => {
  const origin = { file: 'requirements.txt', line: 3, role: 'requirements' as const };
  const parse = (words: readonly string[], fileOptions: readonly FileOption[]) =>
    parseInstallArguments(['a', ...words], {}, { fileOptions });

  it('replace or add, as with pip', () => {
    const { sources, selection } = parse(
      ['-i', 'https://a.example', '--extra-index-url', 'https://b.example', '--only-final=x'],
      [
        { name: 'index-url', value: 'https://c.example', origin },
        { name: 'extra-index-url', value: 'https://d.example', origin },
        { name: 'pre', value: null, origin },
        { name: 'require-hashes', value: null, origin },
      ],
    );
    expect(sources.indexUrl).toEqual({ value: 'https://c.example', origin: 'requirements.txt:3' });
    expect(sources.extraIndexUrls.map(({ value }) => value)).toEqual(['https://d.example']);
    expect([...selection.releaseControl.allReleases]).toEqual([':all:']);
    expect(selection.hashes).toBe('required');
  });

  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['take away', ['--extra-index-url', 'https://b.example'], ['index-url'], []],
    ['keep, of their own line', [], ['extra-index-url', 'index-url'], ['https://file.example/1']],
    ['keep, with no index', ['--no-index', '--extra-index-url', 'b'], ['index-url'], ['b']],
    ['keep, without an index', ['--extra-index-url', 'b'], ['find-links'], ['b']],
  ])('%s the further indexes', (_, words, options, expected) => {
    const given = options.map((name, at) => ({
      name: name as FileOption['name'],
      value: `https://file.example/${options.length - 1 - at}`,
      origin,
    }));
    const { sources } = parse(words, given);
    expect(sources.extraIndexUrls.map(({ value }) => value)).toEqual(expected);
  });

  it('are held to their choices', () => {
    expect(() => parse([], [{ name: 'use-feature', value: 'magic', origin }])).toRefuse(
      'configuration.value',
    );
  });
});
