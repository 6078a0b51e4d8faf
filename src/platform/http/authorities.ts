import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import { SafeInstallError } from '../../errors/index.ts';
import { isErrno } from '../errno.ts';
import { readFileCapped } from '../fs.ts';
import type { HttpSettings } from './options.ts';

/** Bytes. The bundle of Mozilla's authorities has 220 KB; a company's own beside it changes little. */
const MAX_BUNDLE_BYTES = 16 * 1024 * 1024;

/** Files of a folder of authorities; a system's has some 400, each under two names. */
const MAX_FOLDER_FILES = 2000;

/** Where systems keep the bundle that their administrator looks after. */
const SYSTEM_BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
];

const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/;

const unusable = (path: string, message: string, cause?: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'usage.certificate',
    message,
    subject: path,
    hint: 'Check --cert, --client-cert, PIP_CERT, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE and SSL_CERT_FILE',
    cause,
  });

async function readPem(path: string): Promise<string> {
  try {
    const bytes = await readFileCapped(path, MAX_BUNDLE_BYTES);
    if (bytes !== undefined) return bytes.toString('latin1');
  } catch (error) {
    if (error instanceof SafeInstallError || !isErrno(error, 'EACCES', 'EPERM', 'EISDIR')) throw error;
    throw unusable(path, 'the file of certificates cannot be read', error);
  }
  throw unusable(path, 'there is no such file of certificates');
}

/** Every certificate of a PEM file, or of the files in a folder (as `c_rehash` makes one). */
async function readAuthorities(path: string): Promise<string> {
  let isFolder = false;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES')) throw error;
  }
  const files = isFolder
    ? (await readdir(path)).slice(0, MAX_FOLDER_FILES).map((name) => join(path, name))
    : [path];
  const texts = await Promise.all(files.map(readPem));
  const certificates = texts.filter((text) => CERTIFICATE.test(text));
  if (certificates.length === 0) throw unusable(path, 'there is no certificate in it');
  return certificates.join('\n');
}

/** The authorities that the user has named, by option or in the environment, in pip's order. */
function namedAuthorities({ authorities, environment }: HttpSettings): string | undefined {
  return [
    authorities,
    environment.PIP_CERT,
    environment.REQUESTS_CA_BUNDLE,
    environment.CURL_CA_BUNDLE,
    environment.SSL_CERT_FILE,
  ].find((path) => path !== undefined && path !== '');
}

/** Whom TLS connections trust, and what they show of themselves. */
export interface Trust {
  readonly context: SecureContext;
  /** The same with the system's authorities beside Node's, made when `context` does not know an issuer. */
  wider(): Promise<SecureContext | undefined>;
}

async function firstBundle(bundles: readonly string[]): Promise<string | undefined> {
  for (const path of bundles) {
    try {
      const bytes = await readFileCapped(path, MAX_BUNDLE_BYTES);
      if (bytes !== undefined) return bytes.toString('latin1');
    } catch (error) {
      if (!isErrno(error, 'EACCES', 'EPERM', 'EISDIR')) throw error;
    }
  }
  return undefined;
}

/**
 * What the user has named, alone; else Node's own authorities and, where those do not know an issuer, the system's too.
 * Reading a bundle takes 25 to 50 ms, so that it is done once a run, and the system's only where it is needed.
 *
 * @throws SafeInstallError `usage.certificate` for a file that is missing or holds none.
 */
export async function loadTrust(
  settings: HttpSettings,
  systemBundles: readonly string[] = SYSTEM_BUNDLES,
): Promise<Trust> {
  const { createSecureContext, rootCertificates } = await import('node:tls');
  const { clientCertificate } = settings;
  const pem = clientCertificate === undefined ? undefined : await readPem(clientCertificate);
  const make = (ca: string | readonly string[] | undefined): SecureContext => {
    try {
      return createSecureContext({
        ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
        ...(pem === undefined ? {} : { cert: pem, key: pem }),
      });
    } catch (cause) {
      throw unusable(
        clientCertificate ?? namedAuthorities(settings) ?? 'certificates',
        'OpenSSL cannot read it',
        cause,
      );
    }
  };
  const named = namedAuthorities(settings);
  if (named !== undefined)
    return { context: make(await readAuthorities(named)), wider: () => Promise.resolve(undefined) };
  let wide: Promise<SecureContext | undefined> | undefined;
  return {
    context: make(undefined),
    wider: () => {
      wide ??= firstBundle(systemBundles).then((bundle) =>
        bundle === undefined ? undefined : make([...rootCertificates, bundle]),
      );
      return wide;
    },
  };
}
