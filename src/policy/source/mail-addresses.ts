/** Characters of a header that are looked at; with fifty maintainers it has 3,000. */
const LONGEST = 20_000;

/**
 * The addresses in a list of the form of an RFC 822 `From:` header, such as `Ann <ann@acme.example>, bob@acme.example`,
 * in lower case. Names, quoted or not, and comments are passed over; what is no address is left out.
 */
export const mailAddresses = (header: string): readonly string[] =>
  membersOf(header.slice(0, LONGEST))
    .map((member) => addressIn(member).trim().toLowerCase())
    .filter(isAddress);

/** What stands in the last angles, or all where there are none; nothing where they are not closed. */
function addressIn(member: string): string {
  const [before = '', ...angles] = member.split('<');
  const last = angles.at(-1);
  if (last === undefined) return before;
  return last.includes('>') ? last.slice(0, last.indexOf('>')) : '';
}

/** One `@` with something on both sides, and nothing that only stands in quoted names. */
function isAddress(text: string): boolean {
  const [mailbox, host, ...rest] = text.split('@');
  return (
    mailbox !== '' && host !== undefined && host !== '' && rest.length === 0 && !/[\s"<>(),;:]/.test(text)
  );
}

/** The members of the list; a comma in a quoted name does not end one. */
function membersOf(text: string): readonly string[] {
  const members = [''];
  let isQuoted = false;
  let isEscaped = false;
  for (const character of text) {
    if (character === ',' && !isQuoted) {
      members.push('');
      continue;
    }
    if (character === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = character === '\\' && !isEscaped;
    members.push(`${members.pop()}${character}`);
  }
  return members;
}
