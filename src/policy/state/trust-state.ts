import type { Publisher } from '../../attestation/index.ts';
import type { NormalizedName, Version } from '../../packaging/index.ts';

/** A publisher as he was seen for the first time. */
export interface RememberedPublisher {
  readonly publisher: Publisher;
  /** Immutable number of the repository; `null` where the certificate had none. */
  readonly repositoryId: string | null;
  /** Immutable number of the repository's owner; `null` where the certificate had none. */
  readonly ownerId: string | null;
  /** Name of the trust root that he was verified under. */
  readonly trustRoot: string;
  /** When the signature was made in which he was seen. */
  readonly signedAt: Date;
  /** When he was seen. */
  readonly firstSeen: Date;
  /** In which release. */
  readonly version: Version;
}

/** A release that had provenance when it was seen. */
export interface AttestedRelease {
  readonly version: Version;
  /** Of the file that was seen; `null` where the index stated none. */
  readonly uploadTime: Date | null;
}

/** What is remembered of one project. */
export interface RememberedProject {
  readonly publishers: readonly RememberedPublisher[];
  readonly attested: readonly AttestedRelease[];
}

/** What an install has seen of a project, to be remembered. */
export interface Sighting {
  readonly name: NormalizedName;
  readonly release: AttestedRelease;
  /** `null` where the publisher is known already, or was named by a policy or a lock. */
  readonly publisher: RememberedPublisher | null;
}

/** The publishers that this user has seen, by project: what was seen first binds from then on. Immutable. */
export class TrustState {
  static readonly empty = new TrustState(new Map());

  readonly projects: ReadonlyMap<NormalizedName, RememberedProject>;

  constructor(projects: ReadonlyMap<NormalizedName, RememberedProject>) {
    this.projects = projects;
  }

  projectOf(name: NormalizedName): RememberedProject | null {
    return this.projects.get(name) ?? null;
  }

  /** The same, with what has been seen since. */
  with(sightings: readonly Sighting[]): TrustState {
    const projects = new Map(this.projects);
    for (const { name, release, publisher } of sightings) {
      const { publishers, attested } = projects.get(name) ?? { publishers: [], attested: [] };
      projects.set(name, {
        publishers: publisher === null ? publishers : [...publishers, publisher],
        attested: withRelease(attested, release),
      });
    }
    return new TrustState(projects);
  }

  /** Whether all of that is remembered already, so that nothing has to be written. */
  knows(sightings: readonly Sighting[]): boolean {
    return sightings.every(
      ({ name, release, publisher }) =>
        publisher === null && hasRelease(this.projectOf(name)?.attested ?? [], release.version),
    );
  }
}

const hasRelease = (attested: readonly AttestedRelease[], version: Version): boolean =>
  attested.some((each) => each.version.equals(version));

const withRelease = (
  attested: readonly AttestedRelease[],
  release: AttestedRelease,
): readonly AttestedRelease[] => (hasRelease(attested, release.version) ? attested : [...attested, release]);
