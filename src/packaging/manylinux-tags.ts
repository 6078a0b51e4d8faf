import { checkVersionNumbers, type LinuxFacts } from './tag-facts.ts';

/** Machines that manylinux is defined for; on 32-bit ones the executable's own header decides. */
const MACHINES: readonly string[] = [
  'x86_64',
  'aarch64',
  'ppc64',
  'ppc64le',
  's390x',
  'loongarch64',
  'riscv64',
];

/** The names before PEP 600, by the glibc that they stand for (PEP 513, 571, 599). */
const OLD_NAMES: Readonly<Record<string, string>> = {
  '2_17': 'manylinux2014',
  '2_12': 'manylinux2010',
  '2_5': 'manylinux1',
};

/** A guess at the last minor version of glibc 2, for the day when there is a glibc 3. */
const LAST_MINOR_OF_A_MAJOR = 50;

function hasManylinuxAbi(facts: LinuxFacts, machines: readonly string[]): boolean {
  if (machines.includes('armv7l') || machines.includes('i686')) return facts.hasManylinuxAbi;
  return machines.some((machine) => MACHINES.includes(machine));
}

/** The glibc versions that a wheel may have been built against, newest first, as `MAJOR_MINOR`. */
function glibcVersions([major, minor]: readonly [number, number], oldestMinor: number): string[] {
  const versions: string[] = [];
  for (let eachMajor = major; eachMajor >= 2; eachMajor -= 1) {
    const newest = eachMajor === major ? minor : LAST_MINOR_OF_A_MAJOR;
    const oldest = eachMajor === 2 ? oldestMinor : 0;
    for (let each = newest; each >= oldest; each -= 1) versions.push(`${eachMajor}_${each}`);
  }
  return versions;
}

/**
 * The manylinux tags that run here, best first; none without glibc.
 *
 * @param machines the nearest to the real one first.
 * @see https://peps.python.org/pep-0600/
 */
export function manylinuxTags(facts: LinuxFacts, machines: readonly string[]): string[] {
  const { glibc, manylinuxSays = {} } = facts;
  if (glibc === null || !hasManylinuxAbi(facts, machines)) return [];
  checkVersionNumbers('glibc', glibc);
  const isIntel = machines.includes('x86_64') || machines.includes('i686');
  const versions = glibcVersions(glibc, isIntel ? 5 : 17).filter(
    (version) => !Object.hasOwn(manylinuxSays, version) || manylinuxSays[version] === true,
  );
  return machines.flatMap((machine) =>
    versions.flatMap((version) => {
      const oldName = OLD_NAMES[version];
      const tag = `manylinux_${version}_${machine}`;
      return oldName === undefined ? [tag] : [tag, `${oldName}_${machine}`];
    }),
  );
}
