import { REASONS, type ReasonCode } from '../../errors/index.ts';

/** The rules of the run, in the order of `codes`: what each reason means, and what can be done. */
export const sarifRules = (codes: readonly ReasonCode[]): readonly Record<string, unknown>[] =>
  codes.map((code) => {
    const { means, remedy, outcome } = REASONS[code];
    const isProblem = outcome === 'refused' || outcome === 'unverifiable';
    return {
      id: code,
      name: nameOf(code),
      shortDescription: { text: means },
      fullDescription: { text: means },
      help: { text: `${means} ${remedy}`, markdown: `${means}\n\n${remedy}` },
      defaultConfiguration: { level: 'error' },
      properties: {
        tags: isProblem ? ['security', 'supply-chain'] : ['supply-chain'],
        precision: 'very-high',
        'problem.severity': 'error',
      },
    };
  });

/** `identity.trust-root` as SARIF would have names of rules: `IdentityTrustRoot`. */
const nameOf = (code: ReasonCode): string =>
  code
    .split(/[.-]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
