import { SafeInstallError } from '../errors/index.ts';
import { decodeUtf8 } from './foreign-json.ts';
import { parseMessageHeaders } from './message-headers.ts';
import { stripSpace } from './python-space.ts';

/** What the WHEEL file of a wheel says. */
export interface WheelFileFacts {
  /** Such as `[1, 0]`. */
  readonly wheelVersion: readonly [major: number, minor: number];
  readonly generator: string | null;
  /** Whether the files go to purelib (else to platlib). */
  readonly rootIsPurelib: boolean;
  /** As written, such as `py2.py3-none-any`. */
  readonly tags: readonly string[];
  readonly build: string | null;
}

/** Bytes. A WHEEL file has some hundred, and a line for each tag. */
export const MAX_WHEEL_FILE_BYTES = 1024 * 1024;

const KNOWN_MAJOR = 1;

const WHEEL_VERSION = /^([0-9]{1,4})(?:\.([0-9]{1,4}))?$/;

function malformed(message: string): SafeInstallError {
  return new SafeInstallError({ code: 'wheel.malformed', message, subject: 'WHEEL' });
}

/**
 * The WHEEL file of a wheel.
 *
 * @throws SafeInstallError `wheel.malformed` when it is too large, not UTF-8, or a field is missing, doubled or
 *   senseless; `wheel.version` for a major version of the format above 1, which installers must refuse.
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-contents
 */
export function parseWheelFile(bytes: Uint8Array): WheelFileFacts {
  if (bytes.length > MAX_WHEEL_FILE_BYTES)
    throw malformed(`it has ${bytes.length} bytes, more than the ${MAX_WHEEL_FILE_BYTES} that are read`);
  const text = decodeUtf8(bytes);
  if (text === undefined) throw malformed('it is not UTF-8');
  const headers = parseMessageHeaders(text);
  const single = (field: string): string | null => {
    const [value, ...others] = headers.all(field);
    if (others.length > 0) throw malformed(`the field "${field}" stands more than once`);
    return value === undefined ? null : stripSpace(value);
  };
  const version = single('Wheel-Version');
  const match = WHEEL_VERSION.exec(version ?? '');
  if (version === null || match === null)
    throw malformed('the field "Wheel-Version" is missing or no version');
  const major = Number(match[1]);
  if (major > KNOWN_MAJOR)
    throw new SafeInstallError({
      code: 'wheel.version',
      message: `the wheel is of version ${version} of the format`,
      subject: 'WHEEL',
      facts: [
        { label: 'expected', value: `${KNOWN_MAJOR}.x` },
        { label: 'got', value: version },
      ],
    });
  const purelib = single('Root-Is-Purelib')?.toLowerCase() ?? 'false';
  if (purelib !== 'true' && purelib !== 'false')
    throw malformed(`"${purelib}" in "Root-Is-Purelib" is not true or false`);
  return {
    wheelVersion: [major, Number(match[2] ?? '0')],
    // tools that rework a wheel (delocate) add their name in a second line; nobody acts upon it
    generator: headers.all('Generator').map(stripSpace).join(', ') || null,
    rootIsPurelib: purelib === 'true',
    tags: headers.all('Tag').map(stripSpace),
    build: single('Build'),
  };
}
