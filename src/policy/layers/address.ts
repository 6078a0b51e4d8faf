/** Addresses that differ in nothing but slashes at the end, or the case of the host. */
export const isSameAddress = (one: string, other: string): boolean => bare(one) === bare(other);

function bare(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  let end = url.href.length;
  while (url.href[end - 1] === '/') end -= 1;
  return url.href.slice(0, end);
}
