/** Characters that no file name has on Windows; a colon begins the name of an alternate data stream. */
const FORBIDDEN = /[<>:"|?*]/;

/** Device names, with any extension: `nul.txt` is the null device. The superscript digits count as digits there. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(?:\.|$)/i;

/**
 * What Windows would make of a path's part other than a file of that name; `undefined` when it would not.
 *
 * @see https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
 */
export function windowsFault(part: string): string | undefined {
  if (FORBIDDEN.test(part)) return 'has a character that Windows does not allow';
  if (part.endsWith('.') || part.endsWith(' ')) return 'has a part that ends with a dot or a space';
  if (DEVICE.test(part)) return 'is that of a Windows device';
  return undefined;
}
