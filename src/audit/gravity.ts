import type { ReasonCode, SafeInstallError } from '../errors/index.ts';

/** What stands for every reason that is not of an audit: a file that an install would refuse today. */
const REFUSED_TODAY = '*';

/** What runs by itself or in place of something else, what is not as it was, what is known to be bad, what cannot be told. */
const BY_GRAVITY: readonly string[] = [
  'audit.startup',
  'audit.script',
  'audit.differs',
  'audit.changed',
  'audit.bytecode',
  'audit.extra',
  REFUSED_TODAY,
  'audit.yanked',
  'audit.link',
  'audit.outside',
  'audit.duplicate',
  'audit.missing',
  'audit.bad-record',
  'audit.no-record',
  'audit.undigested',
  'audit.unknown-file',
  'audit.unreadable',
] satisfies readonly (ReasonCode | typeof REFUSED_TODAY)[];

function gravityOf(code: ReasonCode): number {
  const at = BY_GRAVITY.indexOf(code.startsWith('audit.') ? code : REFUSED_TODAY);
  return at < 0 ? BY_GRAVITY.length : at;
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The worst first; of one reason in the order of what they are about. */
export const byGravity = (errors: readonly SafeInstallError[]): readonly SafeInstallError[] =>
  errors.toSorted(
    (left, right) =>
      gravityOf(left.code) - gravityOf(right.code) || compareText(left.subject ?? '', right.subject ?? ''),
  );
