import type { ReportContent } from './report-content.ts';

/** A trust root that signatures were verified under. */
export interface TrustDescription {
  readonly name: string;
  readonly sha256: string;
  readonly origin: 'embedded' | 'tuf' | 'file';
  readonly refreshedAt: Date | null;
  readonly expires: Date | null;
  /** Why a refresh that was due has not happened. */
  readonly problem: string | null;
}

export const describeTrust = ({
  root,
  origin,
  refreshedAt,
  expires,
  problem,
}: ReportContent['trust'][number]): TrustDescription => ({
  name: root.name,
  sha256: root.sha256,
  origin,
  refreshedAt,
  expires,
  problem: problem?.message ?? null,
});

const DAY = 24 * 60 * 60 * 1000;

/** How old a root is, for people: `refreshed today`, `refreshed 3 days ago`, `came with the program`. */
export function ageOf({ origin, refreshedAt }: TrustDescription, now: Date): string {
  if (origin === 'file') return 'from a file';
  if (refreshedAt === null) return 'came with the program';
  const days = Math.floor((now.getTime() - refreshedAt.getTime()) / DAY);
  if (days <= 0) return 'refreshed today';
  return days === 1 ? 'refreshed yesterday' : `refreshed ${days} days ago`;
}
