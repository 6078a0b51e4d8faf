/** An installation report of pip, as far as it has to be understood. */
export interface InstallationReport {
  readonly install: readonly { readonly metadata: { readonly name: string } }[];
}

/** Fields that differ because two programs wrote them. */
const OWN_FIELDS = new Set(['pip_version']);

/** In the order of names: pip's own follows from how it resolves. */
export const byName = (report: InstallationReport): InstallationReport => ({
  ...report,
  install: [...report.install].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)),
});

/** What `whole` lacks of `part`: paths of members that are absent or differ. */
export function missingFrom(whole: unknown, part: unknown, path = ''): string[] {
  if (part === null || typeof part !== 'object') return Object.is(whole, part) ? [] : [path];
  if (whole === null || typeof whole !== 'object') return [path];
  if (Array.isArray(part) && (!Array.isArray(whole) || whole.length !== part.length)) return [path];
  return Object.entries(part)
    .filter(([key]) => !OWN_FIELDS.has(key))
    .flatMap(([key, value]) => missingFrom((whole as Record<string, unknown>)[key], value, `${path}/${key}`));
}
