import { type Prepared, prepare } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { openSession } from './session.ts';

/** `safe-install resolve REQ…`: pinned, hashed lines on stdout, in the form that pip and uv read back. */
export async function runResolve(context: CommandContext): Promise<number> {
  const { doors, terminal } = openSession(context, 'install');
  const prepared = await prepare(
    { command: 'install', words: context.words },
    { files: 'leave', installed: 'ignore', sdists: 'take' },
    doors,
  );
  await prepared.close();
  terminal.clear();
  for (const line of pinnedLines(prepared)) context.stdout.write(`${line}\n`);
  return 0;
}

/** One requirement a project, sorted by name, with the digest of every file of the release, so that it holds elsewhere too. */
export function pinnedLines({
  resolution,
  projects,
}: Pick<Prepared, 'resolution' | 'projects'>): readonly string[] {
  const sorted = [...resolution.candidates].sort((one, other) => (one.name < other.name ? -1 : 1));
  return sorted.map((candidate) => {
    const { name, version, file } = candidate;
    const release = projects.get(name)?.files.filter((each) => each.version.equals(version)) ?? [file];
    const digests = [...new Set(release.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256])))].sort();
    const isDirect = file.origin.kind !== 'index' && file.origin.kind !== 'find-links';
    const pinned = isDirect ? `${name} @ ${file.url}` : `${name}==${version}`;
    return [pinned, ...digests.map((digest) => `--hash=sha256:${digest}`)].join(' \\\n    ');
  });
}
