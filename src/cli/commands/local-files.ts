import type { NamedPublisher } from '../../policy/index.ts';
import {
  filesMeantBy,
  type LocalJudgement,
  openHttp,
  readGovernance,
  TrustRoots,
} from '../../prepare/index.ts';
import type { Session } from './session.ts';

/** Files that words of the command line mean, and not requirements. */
export interface LocalFiles {
  /** Those of the command line. */
  readonly words: ReadonlySet<string>;
  /** Absolute. */
  readonly paths: readonly string[];
}

/** @throws SafeInstallError `usage.path`. */
export async function localFilesOf({ meant }: Session, currentFolder: string): Promise<LocalFiles> {
  const words = new Set<string>();
  const paths: string[] = [];
  for (const word of meant.wanted.requirements) {
    const files = await filesMeantBy(word, currentFolder);
    if (files === undefined) continue;
    words.add(word);
    paths.push(...files);
  }
  return { words, paths };
}

/** What files are held against, beside the policy. */
export interface Expectations {
  /** Absolute path; `null`: what lies beside the file. */
  readonly evidence: string | null;
  readonly named: readonly NamedPublisher[] | null;
  /** Absolute path of a trusted_root.json; `null`: as the policy says. */
  readonly trustedRoot: string | null;
}

export const NO_EXPECTATIONS: Expectations = { evidence: null, named: null, trustedRoot: null };

/**
 * Does `work` with what local files are judged by, for as long as it takes.
 *
 * @throws SafeInstallError (or SafeInstallErrors) as `readGovernance`, and what `work` throws.
 */
export async function judgingLocalFiles(
  { evidence, named, trustedRoot }: Expectations,
  { meant, doors }: Session,
  work: (judgement: LocalJudgement) => Promise<void>,
): Promise<void> {
  const governance = await readGovernance(meant.policy, doors, trustedRoot);
  const http = openHttp(meant.network, doors);
  try {
    const roots = new TrustRoots(http, http.offline ? 'never' : meant.policy.trustRefresh, doors);
    await work({ governance, roots, evidence, named });
  } finally {
    await http.close();
  }
}
