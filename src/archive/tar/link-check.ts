import { checkEntryName } from '../names/entry-name.ts';
import { refusal } from '../refusal.ts';
import type { TarMember } from './tar-member.ts';

/** Characters that a link's target has no use for. */
const UNSAFE_IN_TARGET = /[\u0000-\u001f\u007f-\u009f\\]|^[A-Za-z]:/;

/**
 * Where each link of an archive leads, as paths from the archive's top.
 *
 * @param members in the order of the archive.
 * @throws SafeInstallError `archive.link` for one that leads out of the archive, through another link, or, if it is a
 *   hard link, to anything but a file before it.
 * @see PEP 721, the "data" filter
 */
export function resolveLinks(members: readonly TarMember[]): ReadonlyMap<TarMember, readonly string[]> {
  const targets = new Map<TarMember, readonly string[]>();
  const symbolicLinks = new Set(
    members.filter((member) => member.kind === 'symbolic-link').map((member) => member.path),
  );
  const filesBefore = new Set<string>();
  for (const member of members) {
    if (member.kind === 'file') filesBefore.add(member.path);
    const resolved = member.linkTargets.map((target) =>
      member.kind === 'hard-link'
        ? hardLinkTarget(target, member, filesBefore)
        : symbolicLinkTarget(target, member, symbolicLinks),
    );
    if (resolved.length > 0) targets.set(member, resolved);
    if (member.kind === 'hard-link') filesBefore.add(member.path);
  }
  return targets;
}

/** A hard link is written as the path of a file from the archive's top. */
function hardLinkTarget(target: string, member: TarMember, files: ReadonlySet<string>): string {
  checkEntryName(target);
  if (!files.has(target)) throw fault(member, 'leads to no file of the archive that stands before it');
  return target;
}

/** A symbolic link is relative to its own folder. */
function symbolicLinkTarget(target: string, member: TarMember, links: ReadonlySet<string>): string {
  if (UNSAFE_IN_TARGET.test(target)) throw fault(member, 'has a target that is no plain path');
  if (target.startsWith('/')) throw fault(member, 'leads to an absolute path');
  const path = member.path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    // behind a link, ".." and names mean something that only the disk knows
    if (links.has(path.join('/'))) throw fault(member, 'leads through another link');
    if (part !== '..') path.push(part);
    else if (path.pop() === undefined) throw fault(member, 'leads out of the archive');
  }
  return path.join('/');
}

const fault = (member: TarMember, message: string) =>
  refusal('archive.link', `the link ${message}`, {
    subject: member.path,
    facts: member.linkTargets.map((target) => ({ label: 'target', value: target })),
  });
