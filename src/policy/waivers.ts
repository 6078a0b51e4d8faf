import type { DistributionFile } from '../artifact/index.ts';
import { type ReasonCode, SafeInstallError } from '../errors/index.ts';
import type { NormalizedName, Sha256, Version } from '../packaging/index.ts';
import { dayBefore } from './duration.ts';
import { describeOrigin } from './origin.ts';
import type { Waiver } from './rule.ts';

/** The file that a waiver may be for. */
export interface WaivedFile {
  readonly name: NormalizedName;
  readonly version: Version;
  /** Of the bytes on disk. */
  readonly sha256: Sha256;
}

/** The waivers that are given for this very file, and not over. */
export const waiversOf = (waivers: readonly Waiver[], file: WaivedFile, now: Date): readonly Waiver[] =>
  waivers.filter(
    ({ name, version, sha256, expires }) =>
      name === file.name && version.equals(file.version) && sha256 === file.sha256 && now < expires,
  );

/** Lets refusals through for which somebody answers, and keeps count of them. */
export class WaiverGate {
  readonly #open: readonly Waiver[];
  readonly #used = new Set<Waiver>();

  /** @param open of `waiversOf`. */
  constructor(open: readonly Waiver[]) {
    this.#open = open;
  }

  get used(): readonly Waiver[] {
    return [...this.#used];
  }

  /**
   * What `check` returns; `null` when it refuses for a reason that is waived.
   *
   * @throws what `check` throws, where it is not waived.
   */
  pass<Result>(check: () => Result): Result | null {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof SafeInstallError) || !this.use(error.code)) throw error;
      return null;
    }
  }

  /** Whether the reason is waived, which counts as a use. */
  use(code: ReasonCode): boolean {
    const waiver = this.#open.find(({ check }) => check === code);
    if (waiver !== undefined) this.#used.add(waiver);
    return waiver !== undefined;
  }
}

/** A file of the plan, judged. */
export interface JudgedFile extends WaivedFile {
  /** What the index lists of the project: other files of a release may have waivers of their own. */
  readonly listing: readonly Pick<DistributionFile, 'version' | 'sha256'>[];
  /** Waivers that have let something through. */
  readonly used: readonly Waiver[];
}

/**
 * Waivers that are over, or that are given for something else than what would be installed: errors, since a waiver that is
 * left lying about is one for whoever finds a use for it.
 *
 * One for a project that is not in the plan stays: a policy is for more than one plan. So does one for another file of the
 * very release that is installed, since on another machine that file may be chosen.
 */
export function staleWaivers(
  waivers: readonly Waiver[],
  plan: readonly JudgedFile[],
  now: Date,
): readonly SafeInstallError[] {
  return waivers.flatMap((waiver) => {
    const file = plan.find(({ name }) => name === waiver.name);
    if (now >= waiver.expires) return [over(waiver)];
    if (file === undefined || file.used.includes(waiver)) return [];
    const reason = staleness(waiver, file);
    return reason === null ? [] : [stale(waiver, reason)];
  });
}

function staleness(waiver: Waiver, file: JudgedFile): string | null {
  if (!waiver.version.equals(file.version)) return `version ${file.version} is installed`;
  if (waiver.sha256 === file.sha256) return 'the check passes without it';
  const isListed = file.listing.some(
    ({ version, sha256 }) => version.equals(waiver.version) && sha256 === waiver.sha256,
  );
  return isListed ? null : 'no file of the release has that sha256';
}

const stale = (waiver: Waiver, reason: string): SafeInstallError =>
  new SafeInstallError({
    code: 'policy.waiver-stale',
    message: `the waiver of ${waiver.check} for "${waiver.name}==${waiver.version}" waives nothing: ${reason}`,
    subject: describeOrigin(waiver.origin),
    hint: 'Take the waiver out, or give it for the file that is installed now',
  });

const over = (waiver: Waiver): SafeInstallError =>
  new SafeInstallError({
    code: 'policy.waiver-expired',
    message: `the waiver of ${waiver.check} for "${waiver.name}==${waiver.version}" ended on ${dayBefore(waiver.expires)}`,
    subject: describeOrigin(waiver.origin),
    hint: 'Look at the file again: take the waiver out, or give it until another day',
  });
