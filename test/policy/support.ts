import { type SafeInstallError, SafeInstallErrors } from '../../src/errors/index.ts';
import { readPolicyLayer } from '../../src/policy/file/read-policy-layer.ts';
import type { LayerKind, PolicyLayer } from '../../src/policy/layer.ts';

/** The day on which every test takes place. */
export const NOW = new Date('2026-11-24T12:00:00Z');

/** A layer from a policy text; the version is put before it. */
export function layer(text: string, kind: LayerKind = 'project', source = `${kind}.toml`): PolicyLayer {
  const read = readPolicyLayer(`version = 1\n${text}`, {
    source,
    folder: '/somewhere',
    kind,
    form: 'whole file',
    now: NOW,
  });
  if (read === null) throw new Error('a whole file always has a policy');
  return read;
}

/** Everything that is wrong with a policy text. */
export function errorsIn(text: string): readonly SafeInstallError[] {
  try {
    layer(text);
  } catch (error) {
    if (error instanceof SafeInstallErrors) return error.errors;
    throw error;
  }
  return [];
}

const inShort = ({ code, subject }: SafeInstallError): string =>
  `${code} ${(subject ?? '').replace('project.toml:', '')}`;

/** `CODE LINE:COLUMN` of everything that is wrong with a policy text. */
export const faultsOf = (text: string): readonly string[] => errorsIn(text).map(inShort);

/** The same for what is only warned about. */
export const warningsOf = (text: string): readonly string[] => layer(text).warnings.map(inShort);
