import { describe, expect, it } from 'vitest';
import { basicOf, proxyFor } from '../../../src/platform/http/proxies.ts';

const proxyOf = (url: string, environment: Record<string, string>, explicit?: string) =>
  proxyFor(new URL(url), environment, explicit)?.href;

const HTTPS = 'https://index.example/simple/';
const HTTP = 'http://index.example/simple/';

describe('proxyFor', () => {
  it.each<[string, string, Record<string, string>, string | undefined, string | undefined]>([
    ['nothing is set', HTTPS, {}, undefined, undefined],
    ['HTTPS_PROXY', HTTPS, { HTTPS_PROXY: 'http://p:1' }, undefined, 'http://p:1/'],
    [
      'lower case wins',
      HTTPS,
      { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2' },
      undefined,
      'http://q:2/',
    ],
    ['HTTPS_PROXY says nothing of http', HTTP, { HTTPS_PROXY: 'http://p:1' }, undefined, undefined],
    ['HTTP_PROXY', HTTP, { HTTP_PROXY: 'http://p:1' }, undefined, 'http://p:1/'],
    [
      'HTTP_PROXY in a CGI program is a header',
      HTTP,
      { HTTP_PROXY: 'http://p:1', REQUEST_METHOD: 'GET' },
      undefined,
      undefined,
    ],
    [
      'http_proxy in a CGI program is not',
      HTTP,
      { http_proxy: 'http://p:1', REQUEST_METHOD: 'GET' },
      undefined,
      'http://p:1/',
    ],
    ['ALL_PROXY', HTTPS, { ALL_PROXY: 'p:1' }, undefined, 'http://p:1/'],
    ['the scheme comes first', HTTPS, { ALL_PROXY: 'p:1', HTTPS_PROXY: 'q:2' }, undefined, 'http://q:2/'],
    [
      'an empty variable is not set',
      HTTPS,
      { https_proxy: '', HTTPS_PROXY: 'q:2' },
      undefined,
      'http://q:2/',
    ],
    ['--proxy', HTTPS, { HTTPS_PROXY: 'http://p:1' }, 'http://r:3', 'http://r:3/'],
    ['--proxy does not heed NO_PROXY', HTTPS, { NO_PROXY: '*' }, 'http://r:3', 'http://r:3/'],
    ['--proxy "" is none', HTTPS, { HTTPS_PROXY: 'http://p:1' }, '', undefined],
  ])('%s', (_reason, url, environment, explicit, expected) => {
    expect(proxyOf(url, environment, explicit)).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ['*', HTTPS, true],
    ['index.example', HTTPS, true],
    ['.example', HTTPS, true],
    ['example', HTTPS, true],
    ['INDEX.example', HTTPS, true],
    ['other.example, index.example', HTTPS, true],
    ['ndex.example', HTTPS, false],
    ['index.example:443', HTTPS, true],
    ['index.example:8443', HTTPS, false],
    ['index.example:8443', 'https://index.example:8443/', true],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['1.2.3', 'https://10.1.2.3/', false],
    ['fd00::/8', 'https://[fd00::1]/', true],
    ['::1', 'https://[::1]/', true],
    ['', HTTPS, false],
    [',,', HTTPS, false],
  ])('NO_PROXY=%s for %s: %s', (noProxy, url, excepted) => {
    expect(proxyOf(url, { HTTPS_PROXY: 'http://p:1', NO_PROXY: noProxy }) === undefined).toBe(excepted);
  });

  it.each(['http://', 'socks5://p:1', 'ftp://p', 'http://p:99999'])('refuses "%s"', (proxy) => {
    expect(() => proxyOf(HTTPS, { HTTPS_PROXY: proxy })).toRefuse('network.proxy');
  });

  it('does not show the password of an address that is no URL', () => {
    expect(() => proxyOf(HTTPS, { HTTPS_PROXY: 'http://me:secret@p:99999' })).toThrow(
      expect.objectContaining({ subject: expect.not.stringContaining('secret') }),
    );
  });
});

describe('basicOf', () => {
  it.each([
    ['https://index.example/', undefined],
    ['https://me@index.example/', 'me:'],
    ['https://me:p%40ss@index.example/', 'me:p@ss'],
    ['https://me:100%@index.example/', 'me:100%'],
    ['https://:token@index.example/', ':token'],
  ])('%s', (url, expected) => {
    const header = basicOf(new URL(url));
    expect(
      header === undefined ? undefined : Buffer.from(header.slice('Basic '.length), 'base64').toString(),
    ).toBe(expected);
  });
});
