import type { PlatformFacts, TagFacts, TwoNumbers } from '../packaging/index.ts';
import { AnswerFault } from './answer-fields.ts';
import type { LinuxAnswer } from './linux-libraries.ts';
import type { PlatformAnswer, ProbeAnswer } from './probe-answer.ts';

const NUMBERS = /^([0-9]{1,6})\.([0-9]{1,6})/;

/** The first two numbers of a version; junk behind them is a vendor's (`2.20-2014.11`). */
function twoNumbers(text: string): TwoNumbers | null {
  const match = NUMBERS.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new AnswerFault(`"platform.${name}" is missing`);
  return value;
}

function requiredNumbers(text: string | null, name: string): TwoNumbers {
  const numbers = twoNumbers(required(text, name));
  if (numbers === null) throw new AnswerFault(`"platform.${name}" is not a version`);
  return numbers;
}

function platformFacts(answer: PlatformAnswer, linux: LinuxAnswer | null): PlatformFacts {
  const { platform, is32Bit } = answer;
  switch (answer.system) {
    case 'Linux':
      return {
        kind: 'linux',
        platform,
        is32Bit,
        glibc: answer.glibc === null ? null : twoNumbers(answer.glibc),
        musl: linux?.musl ?? null,
        hasManylinuxAbi: linux?.hasManylinuxAbi ?? false,
        manylinuxSays: answer.manylinux,
      };
    case 'Darwin':
      return {
        kind: 'macos',
        version: requiredNumbers(answer.macVersion, 'macVersion'),
        machine: required(answer.machine, 'machine'),
        is32Bit,
      };
    case 'iOS':
      return {
        kind: 'ios',
        version: requiredNumbers(answer.iosVersion, 'iosVersion'),
        multiarch: required(answer.multiarch, 'multiarch'),
      };
    case 'Android':
      return {
        kind: 'android',
        apiLevel: required(answer.apiLevel, 'apiLevel'),
        abi: platform.slice(platform.lastIndexOf('-') + 1),
      };
    case 'Emscripten':
      return { kind: 'emscripten', abiVersion: answer.abiVersion, platform };
    default:
      return { kind: 'other', platform };
  }
}

/**
 * The facts that tags are computed from.
 *
 * @param linux what the program's file says; `null` on other systems.
 * @throws AnswerFault when the answer lacks what its system needs.
 */
export const toTagFacts = (answer: ProbeAnswer, linux: LinuxAnswer | null): TagFacts => ({
  implementation: answer.implementation,
  pythonVersion: answer.version,
  abi: answer.abi,
  platform: platformFacts(answer.platform, linux),
});
