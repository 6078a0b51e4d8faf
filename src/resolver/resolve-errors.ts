import { redactUrl, SafeInstallError } from '../errors/index.ts';
import type { DirectRequest, InstalledPackage } from './candidate-source.ts';
import { ROOT } from './node.ts';
import type { UserConstraint } from './user-requirement.ts';

type Asking = Pick<DirectRequest, 'url' | 'name' | 'requiredBy'>;

const requiredBy = ({ requiredBy: by }: Asking): string =>
  by === null ? 'you ask for' : `${by.name} ${by.version} needs`;

/** Where no file can be taken by its address. */
export const noAddresses = (request: Asking): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.address',
    message: `${requiredBy(request)} a file by its address, "${redactUrl(request.url)}"`,
    subject: request.name ?? redactUrl(request.url),
  });

/** An address that leads to a wheel for another platform. */
export const unsupportedWheel = (request: Asking, filename: string): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.unsupported-wheel',
    message: `${requiredBy(request)} "${filename}", a wheel for another Python or platform`,
    subject: filename,
  });

/** An address that leads to a file of another project. */
export const wrongProject = (request: Asking, found: string): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.wrong-project',
    message: `${requiredBy(request)} "${redactUrl(request.url)}" as "${request.name}", but it is "${found}"`,
    subject: request.name ?? redactUrl(request.url),
  });

/** Requirements whose digests exclude each other. */
export const hashConflict = (name: string): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.hash-conflict',
    message: `no file of "${name}" can have a digest that all of your requirements and constraints allow`,
    subject: name,
  });

/** What is installed cannot be reckoned with. */
export const brokenInstallation = ({ name, version }: InstalledPackage, text: string): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.broken-installation',
    message: `the installed ${name} ${version} needs "${text}", which is not a requirement`,
    subject: `${name} ${version}`,
    hint: `Uninstall ${name}, or install it anew with "--force-reinstall ${name}"`,
  });

/** A constraint that says more than a version. */
export const badConstraint = ({ requirement, origin }: UserConstraint): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.constraint',
    message: `the constraint "${requirement.describe()}" has extras`,
    subject: origin ?? requirement.describe(),
    hint: 'Write the constraint without the extras, and the extras into a requirement',
  });

/** The search was given up. */
export const tooDeep = (rounds: number): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.too-deep',
    message: `no answer was found in ${rounds} attempts`,
    hint: 'Narrow the versions of a few packages; a requirements file with "==" for what you know makes it quick',
  });

/** The refusal of a file that a version was to be read from, with who asks for the version. */
export function toldOf(error: unknown, subject: string, askers: readonly string[]): unknown {
  if (!(error instanceof SafeInstallError)) return error;
  const others = [...new Set(askers)].map((key) => (key === ROOT ? 'you' : key));
  return error.about(
    subject,
    others.length === 0 ? [] : [{ label: 'asked for by', value: others.join(', ') }],
  );
}
