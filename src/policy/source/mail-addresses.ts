/** Characters of a header that are looked at; with fifty maintainers it has 3,000. */
const LONGEST = 20_000;

/**
 * The addresses in a list of the form of an RFC 822 `From:` header, such as `Ann <ann@acme.example>, bob@acme.example`,
 * in lower case. Names, quoted or not, and comments are passed over; what is no address is left out.
 */
export function mailAddresses(header: string): readonly string[] {
  return splitOutsideQuotes(header.slice(0, LONGEST)).flatMap((member) => {
    const open = member.lastIndexOf('<');
    const close = member.indexOf('>', open + 1);
    const address = (open === -1 || close === -1 ? member : member.slice(open + 1, close))
      .trim()
      .toLowerCase();
    return isAddress(address) ? [address] : [];
  });
}

/** One `@` with something on both sides, and nothing that only stands in quoted names. */
function isAddress(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && at === text.lastIndexOf('@') && at < text.length - 1 && !/[\s"<>(),;:]/.test(text);
}

/** The members of the list; a comma in a quoted name does not end one. */
function splitOutsideQuotes(text: string): readonly string[] {
  const members: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted) {
      members.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...members, text.slice(start)];
}
