import type { ClaimDemands, Publisher } from '../attestation/index.ts';
import type { ReasonCode } from '../errors/index.ts';
import type { NormalizedName, Sha256, Version } from '../packaging/index.ts';
import type { Origin, Stated } from './origin.ts';
import type { PackagePattern } from './pattern/package-pattern.ts';
import type { TextPattern } from './pattern/text-pattern.ts';
import type { RULE_SETTINGS, StatedSettings } from './settings.ts';

/** One publisher that a rule takes: all that is said of it has to hold. */
export interface PublisherEntry {
  /** Compared exactly; what a pattern stands for is in `patterns`. */
  readonly publisher: Publisher;
  readonly patterns: {
    readonly identity: TextPattern | null;
    readonly ref: TextPattern | null;
    readonly signer: TextPattern | null;
  };
  /** Compared exactly, beside the publisher. */
  readonly demands: Omit<ClaimDemands, 'ref' | 'signer'>;
  /** Whether the certificate's name has to be one of an e-mail address. */
  readonly nameKind: 'any' | 'email';
  /** The first moment at which a signature of this publisher counts; `null` without a beginning. */
  readonly validFrom: Date | null;
  /** The first moment at which it counts no more; `null` without an end. */
  readonly validBefore: Date | null;
  readonly origin: Origin;
}

export interface RulePackage extends PackagePattern {
  readonly origin: Origin;
}

/** What holds for some packages: who may publish them, or that nobody may, and settings of their own. */
export interface Rule {
  /** One or more. */
  readonly packages: readonly RulePackage[];
  readonly deny: boolean;
  /** Any of them is enough; empty where the rule says nothing of publishers. */
  readonly publishers: readonly PublisherEntry[];
  readonly settings: Partial<Pick<StatedSettings, (typeof RULE_SETTINGS)[number]>>;
  /** Name of the trust root that the publishers sign under; `null`: the default one. */
  readonly root: Stated<string> | null;
  readonly origin: Origin;
}

/** Where some projects come from. */
export interface IndexRule {
  readonly url: string;
  /** These come from this index and from nowhere else; empty where it is about evidence only. */
  readonly packages: readonly RulePackage[];
  /** An index that has the provenance that this one drops. */
  readonly evidence: string | null;
  readonly origin: Origin;
}

/** One check, skipped for one file until a day. */
export interface Waiver {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly sha256: Sha256;
  readonly check: ReasonCode;
  readonly reason: string;
  /** The first moment at which it counts no more. */
  readonly expires: Date;
  readonly origin: Origin;
}
