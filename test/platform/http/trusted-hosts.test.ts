import { describe, expect, it } from 'vitest';
import { isLoopback, isSecureOrigin, isTrustedHost } from '../../../src/platform/http/trusted-hosts.ts';

describe('isLoopback', () => {
  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['[::1]', true],
    ['localhost.example', false],
    ['127.0.0.1.example', false],
    ['10.0.0.1', false],
    ['[::2]', false],
  ])('%s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('isTrustedHost', () => {
  it.each<[string, string, boolean]>([
    ['https://index.example/', 'index.example', true],
    ['https://index.example:8443/', 'index.example', true],
    ['https://index.example:8443/', 'index.example:8443', true],
    ['https://index.example/', 'index.example:443', true],
    ['https://index.example/', 'index.example:8443', false],
    ['http://index.example/', 'index.example:80', true],
    ['https://sub.index.example/', 'index.example', false],
    ['https://INDEX.example/', 'Index.Example', true],
    ['https://[fd00::1]/', '[fd00::1]', true],
    ['https://[fd00::1]:8443/', '[fd00::1]:8443', true],
    ['https://[fd00::1]/', 'fd00::1', true],
  ])('%s with %s: %s', (url, trusted, expected) => {
    expect(isTrustedHost(new URL(url), [trusted])).toBe(expected);
  });
});

describe('isSecureOrigin', () => {
  it.each<[string, readonly string[], boolean]>([
    ['https://index.example/', [], true],
    ['file:///wheels', [], true],
    ['http://localhost:3141/', [], true],
    ['http://127.0.0.1/', [], true],
    ['http://index.example/', [], false],
    ['http://index.example/', ['index.example'], true],
  ])('%s with %j: %s', (url, trusted, expected) => {
    expect(isSecureOrigin(new URL(url), trusted)).toBe(expected);
  });
});
