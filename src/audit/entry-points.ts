/** Groups whose entries become scripts. */
const SCRIPT_GROUPS: ReadonlySet<string> = new Set(['console_scripts', 'gui_scripts']);

/** What a script of an entry point imports and calls. */
export interface EntryPoint {
  readonly module: string;
  /** Dotted: `main`, `App.run`. */
  readonly attribute: string;
}

const REFERENCE = /^(?<module>[\w.]{1,500})\s*:\s*(?<attribute>[\w.]{1,500})\s*(?:\[[^\]]{0,500}\])?$/u;

/**
 * The entry points that installers write scripts for, by the script's name. Lines that are none are passed over: the
 * file is compared with RECORD elsewhere, and no script stands for such a line.
 *
 * @see https://packaging.python.org/en/latest/specifications/entry-points/#file-format
 */
export function scriptEntryPoints(text: string): ReadonlyMap<string, EntryPoint> {
  const found = new Map<string, EntryPoint>();
  let isScriptGroup = false;
  for (const raw of text.split(/\r\n|[\n\r]/)) {
    const line = raw.trim();
    if (line.startsWith('[')) isScriptGroup = SCRIPT_GROUPS.has(line.replace(/^\[|\]$/g, '').trim());
    else if (isScriptGroup && line !== '' && !line.startsWith('#') && !line.startsWith(';')) {
      const equals = line.indexOf('=');
      const { module, attribute } = REFERENCE.exec(line.slice(equals + 1).trim())?.groups ?? {};
      if (equals > 0 && module !== undefined && attribute !== undefined)
        found.set(line.slice(0, equals).trim(), { module, attribute });
    }
  }
  return found;
}
