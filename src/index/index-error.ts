import { redactUrl, SafeInstallError } from '../errors/index.ts';
import type { ResponseHead } from '../platform/index.ts';

/** The refusal that an answer of this status stands for, about a listing or a file of an index. */
export function statusError({ status, url }: ResponseHead, what: string): SafeInstallError {
  const subject = redactUrl(url);
  const facts = [{ label: 'got', value: `status ${status}` }];
  if (status === 401 || status === 403)
    return new SafeInstallError({
      code: 'index.unauthorized',
      message: `the server does not give ${what} to us`,
      subject,
      facts,
      hint: 'Give credentials in the URL of the index, in netrc (NETRC) or through keyring (--keyring-provider subprocess)',
    });
  if (status === 404 || status === 410)
    return new SafeInstallError({
      code: 'index.file-missing',
      message: `the server does not have ${what}, which the index lists`,
      subject,
      facts,
      hint: 'Try again; if it stays, tell whoever runs the index',
    });
  if (status === 407)
    return new SafeInstallError({
      code: 'network.proxy',
      message: 'a proxy wants a user name and a password',
      subject,
      facts,
      hint: 'Write them into the address of the proxy, as "http://user:password@host:port"',
    });
  return new SafeInstallError({
    code: 'index.unavailable',
    message:
      status === 429
        ? 'the server has had too many requests from here'
        : `the server cannot give ${what} now`,
    subject,
    facts,
    hint: 'Try again later, or name another index with --index-url',
  });
}
