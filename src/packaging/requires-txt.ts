import type { LegacyRequirements } from './metadata.ts';
import { normalizeName } from './names.ts';
import { stripSpace } from './python-space.ts';

const LINE_END = /\r\n|[\n\r]/;

/**
 * The `requires.txt` of an egg, as requirements with markers: `[extra:marker]` opens a section, and each line below is
 * a requirement. The text was written by setuptools and read by pip before METADATA had these fields.
 */
export function parseRequiresText(text: string): LegacyRequirements {
  const requirements: string[] = [];
  const extras = new Set<string>();
  let condition = '';
  for (const line of text.split(LINE_END).map(stripSpace)) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[') && line.endsWith(']')) {
      const section = line.slice(1, -1);
      const colon = section.indexOf(':');
      const extra = normalizeName(colon < 0 ? section : section.slice(0, colon));
      const marker = colon < 0 ? '' : section.slice(colon + 1);
      if (extra !== '') extras.add(extra);
      const ofExtra = extra === '' ? '' : `extra == "${extra}"`;
      condition = marker !== '' && ofExtra !== '' ? `(${marker}) and ${ofExtra}` : marker || ofExtra;
      continue;
    }
    requirements.push(condition === '' ? line : `${line} ; ${condition}`);
  }
  return { requirements, extras: [...extras] };
}
