import { type BytecodeFile, checkBytecode } from './check-bytecode.ts';
import type { SourceFacts } from './check-listed.ts';
import type { Claims } from './claims.ts';
import type { AuditedDistribution } from './distribution.ts';
import type { Findings } from './findings.ts';
import { isOfEnvironmentTool } from './known-files.ts';
import type { Place } from './place.ts';
import type { FileReading } from './read-file.ts';
import type { Tree } from './tree.ts';

/** What Python looks for at every start, in any of the forms that a module has. */
const STARTUP_MODULE = /^(?:sitecustomize|usercustomize)(?:$|[./])/;
const STARTUP_FILE = /^[^./][^/]*\.(?:pth|start)$/;

/** Whether Python runs a file by itself when it starts. A `.pth` whose name begins with a dot is passed over. */
const runsAtStart = (path: string): boolean => STARTUP_MODULE.test(path) || STARTUP_FILE.test(path);

/**
 * Looks at everything that lies in the place and that no RECORD states the bytes of.
 *
 * @param headers what the headers of bytecode say, by path.
 * @returns bytecode that Python runs in place of its source.
 */
export function checkUnlisted(
  place: Place,
  tree: Tree,
  claims: Claims,
  distributions: readonly AuditedDistribution[],
  sources: ReadonlyMap<string, SourceFacts>,
  headers: ReadonlyMap<string, FileReading>,
  findings: Findings,
): readonly BytecodeFile[] {
  const owners = ownersOf(claims);
  const labelOf = (path: string): string => owners(path)?.label ?? topOf(path);
  const bytecode: BytecodeFile[] = [];
  const uncompared = new Set(
    distributions.flatMap(({ topLevel, record }) => (record === null ? [...topLevel] : [])),
  );
  const infos = new Map(distributions.map((distribution) => [distribution.info, distribution]));
  for (const [path, kind] of tree.entries) {
    const listed = claims.inside.get(path);
    if (kind === 'file' && path.endsWith('.pyc')) {
      const outcome = checkBytecode(path, listed, sources, headers, labelOf, findings);
      if (typeof outcome === 'object') bytecode.push(outcome);
      if (outcome !== 'unlisted') continue;
    }
    if (listed !== undefined) continue;
    const info = infos.get(path.slice(0, Math.max(path.indexOf('/'), 0)) || path);
    if (info !== undefined && info.record === null) continue; // said to have no RECORD, which is enough
    if (kind === 'file' && isOfEnvironmentTool(place.folder, path)) continue;
    if (kind === 'link') findings.add('audit.link', labelOf(path), path);
    else if (runsAtStart(path)) findings.add('audit.startup', topOf(path), path);
    else if (!uncompared.has(moduleOf(path))) tellExtra(path, owners(path), findings);
  }
  for (const path of tree.unreadable) findings.add('audit.unreadable', path, path);
  return bytecode;
}

/** First part of a path. */
const topOf = (path: string): string => path.split('/', 1)[0] ?? path;

/** Name of the module or package that a path of the folder belongs to. */
const moduleOf = (path: string): string => topOf(path).split('.', 1)[0] ?? '';

function tellExtra(path: string, owner: AuditedDistribution | undefined, findings: Findings): void {
  if (owner !== undefined) findings.add('audit.extra', owner.label, path);
  else if (topOf(path).startsWith('~'))
    findings.add('audit.extra', topOf(path), path, 'an interrupted installation has left it behind');
  else findings.add('audit.extra', topOf(path), path, 'it belongs to no distribution');
}

/** Finds whose folder a path lies in; `undefined` where it is nobody's, or that of several. */
function ownersOf({ inside }: Claims): (path: string) => AuditedDistribution | undefined {
  const folders = new Map<string, AuditedDistribution | 'several'>();
  for (const [path, listed] of inside) {
    for (const { distribution } of listed) {
      for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        const folder = path.slice(0, slash);
        const known = folders.get(folder);
        if (known === distribution || known === 'several') break; // and so it is known of those above
        folders.set(folder, known === undefined ? distribution : 'several');
      }
    }
  }
  return (path) => {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const owner = folders.get(path.slice(0, slash));
      if (owner !== undefined) return owner === 'several' ? undefined : owner;
    }
    return undefined;
  };
}
