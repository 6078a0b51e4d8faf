import type { PolicyFileOrigin } from './file/read-policy-layer.ts';
import type { PolicyLayer } from './layer.ts';

/**
 * Reads the text of a policy file: every value in it is parsed, and has its place. Nothing is filled in.
 *
 * The parser of TOML and the schema are loaded here, by the first file that there is: most runs have none.
 *
 * @returns `null` for a `pyproject.toml` without the table `[tool.safe-install]`.
 * @throws SafeInstallErrors with all that is wrong with it, each with line and column; SafeInstallError `policy.syntax`,
 *   `policy.too-large`.
 */
export async function parsePolicyFile(
  bytes: string | Uint8Array,
  origin: PolicyFileOrigin,
): Promise<PolicyLayer | null> {
  const { readPolicyLayer } = await import('./file/read-policy-layer.ts');
  return readPolicyLayer(bytes, origin);
}
