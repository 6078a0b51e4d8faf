import type { PinnedPackage } from './resolution.ts';
import type { Run } from './run.ts';

/** What should be known about a package that was chosen. */
export function warningsAbout({ node, version, description }: PinnedPackage, run: Run): string[] {
  const name = `${node.name} ${version.version}`;
  if (node.extras.length > 0) {
    return node.extras
      .filter((extra) => !description.providesExtra.includes(extra))
      .map((extra) => `${name} does not provide the extra "${extra}"`);
  }
  const warnings: string[] = [];
  const yanked = description.taken?.file.yanked ?? false;
  if (yanked !== false)
    warnings.push(
      `${name} is yanked${yanked === '' ? '' : `: "${yanked}"`}; it is taken since it is asked for`,
    );
  const project = run.lookups.knownProject(node.name);
  if (description.taken !== null && (project?.status === 'archived' || project?.status === 'deprecated')) {
    const reason = project.statusReason === null ? '' : `: "${project.statusReason}"`;
    warnings.push(`the project ${node.name} is ${project.status}${reason}`);
  }
  return warnings;
}
