import type { DirectCandidate } from './candidate-source.ts';
import type { DirectLookup, Lookups } from './lookups.ts';
import { unsupportedWheel, wrongProject } from './resolve-errors.ts';

/**
 * The file at an address that somebody asks for.
 *
 * @throws SafeInstallError `resolve.address` where no addresses are taken; `resolve.unsupported-wheel`;
 *   `resolve.wrong-project`; what the source throws.
 */
export async function fetchDirect(request: DirectLookup, lookups: Lookups): Promise<DirectCandidate> {
  const candidate = await lookups.direct(request);
  const { file } = candidate;
  if (request.name !== null && file.name !== request.name) throw wrongProject(request, file.name);
  if (!lookups.isSupported(candidate)) throw unsupportedWheel(request, file.filename);
  return candidate;
}
