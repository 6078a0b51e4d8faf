import { refusal } from '../refusal.ts';

/** Groups whose entries become files in the folder for scripts. */
const SCRIPT_GROUPS: ReadonlySet<string> = new Set(['console_scripts', 'gui_scripts']);

/** What leads out of a folder, or is no part of a file's name on some system. */
const UNSAFE_IN_SCRIPT = /[/\\:*?"<>|]|^\.{1,2}$/;

/** Python ends a line at each of these; others do not, and would see other names. Tabs are harmless. */
const UNSAFE_IN_FILE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/;

const LINE_END = /\r\n|[\n\r]/;

/** Python takes all brackets off a header, others one. */
const BRACKETS = /^\[+|\]+$/g;

/**
 * The names of the scripts that an installer will write for a wheel.
 *
 * Installers join the name to the folder for scripts without a look at it: `../x` would be written elsewhere. They also
 * differ in how they read the file (`:` for `=`, continuation lines, case), so each line is held to the strictest.
 *
 * @param subject path of the file in the archive.
 * @throws SafeInstallError `archive.entry-points`.
 * @see https://packaging.python.org/en/latest/specifications/entry-points/#file-format
 */
export function scriptNames(bytes: Uint8Array, subject: string): readonly string[] {
  const names: string[] = [];
  let isScriptGroup = false;
  for (const raw of decode(bytes, subject).split(LINE_END)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[')) {
      if (!line.endsWith(']')) throw fault(`"${line}" is no header of a group`, subject);
      isScriptGroup = SCRIPT_GROUPS.has(line.replace(BRACKETS, '').trim().toLowerCase());
    } else if (isScriptGroup) {
      names.push(scriptName(line, subject));
    }
  }
  return names;
}

/** The name in `name = module:function`. */
function scriptName(line: string, subject: string): string {
  const name = line.slice(0, Math.max(line.indexOf('='), 0)).trim();
  if (name === '' || UNSAFE_IN_SCRIPT.test(name)) throw fault(`"${line}" names no script`, subject);
  return name;
}

function decode(bytes: Uint8Array, subject: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw fault('it is not UTF-8', subject);
  }
  if (UNSAFE_IN_FILE.test(text)) throw fault('it has a control character', subject);
  return text;
}

const fault = (message: string, subject: string) => refusal('archive.entry-points', message, { subject });
