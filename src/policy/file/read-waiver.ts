import { nearestWord, type ReasonCode } from '../../errors/index.ts';
import type { TomlPath } from '../../packaging/index.ts';
import {
  isValidName,
  normalizeName,
  parseSha256,
  type Sha256,
  tryParseVersion,
  type Version,
} from '../../packaging/index.ts';
import { endOfDay, formatDay } from '../duration.ts';
import type { Waiver } from '../rule.ts';
import { WAIVABLE_CHECKS } from '../waivable.ts';
import { originOf, type Reading, readDay } from './reading.ts';
import type { RawWaiver } from './schema.ts';

/**
 * Reads one waiver; what is wrong with it is noted.
 *
 * @returns `null` when a part of it is none.
 */
export function readWaiver(reading: Reading, path: TomlPath, raw: RawWaiver): Waiver | null {
  const release = readRelease(reading, [...path, 'package'], raw.package);
  const sha256 = readDigest(reading, [...path, 'sha256'], raw.sha256);
  const check = readCheck(reading, [...path, 'check'], raw.check);
  const day = readDay(reading, [...path, 'expires'], raw.expires);
  if (release === null || sha256 === null || check === null || day === null) return null;
  const expires = endOfDay(day);
  if (expires <= reading.now)
    reading.problems.error([...path, 'expires'], {
      code: 'policy.waiver-expired',
      message: `the waiver for "${raw.package}" ended on ${formatDay(day)}`,
      hint: 'Look at the file again: take the waiver out, or give it until another day',
    });
  return { ...release, sha256, check, reason: raw.reason, expires, origin: originOf(reading, path) };
}

function readRelease(
  { problems }: Reading,
  path: TomlPath,
  text: string,
): Pick<Waiver, 'name' | 'version'> | null {
  const [name = '', written = '', ...rest] = text.split('==').map((part) => part.trim());
  const version: Version | undefined = tryParseVersion(written);
  if (isValidName(name) && version !== undefined && rest.length === 0)
    return { name: normalizeName(name), version };
  problems.error(path, {
    code: 'policy.value',
    message: `"package" takes one version, such as "acme==1.0", not "${text}"`,
  });
  return null;
}

function readDigest({ problems }: Reading, path: TomlPath, text: string): Sha256 | null {
  const digest = parseSha256(text);
  if (digest !== undefined) return digest;
  problems.error(path, { code: 'policy.value', message: '"sha256" takes 64 hexadecimal digits' });
  return null;
}

function readCheck({ problems }: Reading, path: TomlPath, text: string): ReasonCode | null {
  const check = WAIVABLE_CHECKS.find((code) => code === text);
  if (check !== undefined) return check;
  const nearest = nearestWord(text, WAIVABLE_CHECKS);
  problems.error(path, {
    code: 'policy.waiver-check',
    message: `"${text}" is no check that can be waived`,
    hint: nearest === undefined ? 'Take the reason code of the refusal' : `Did you mean "${nearest}"?`,
  });
  return null;
}
