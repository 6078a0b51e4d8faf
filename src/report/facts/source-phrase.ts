import type { BuiltFrom } from '../../artifact/index.ts';
import { printable, redactUrl } from '../../errors/index.ts';

/** `from acme-1.0.tar.gz`: where a wheel that was built here comes from, in a phrase. */
export function sourcePhrase(from: BuiltFrom): string {
  if (from.kind === 'sdist') return printable(from.filename);
  const place = redactUrl(from.url) + (from.kind === 'repository' ? ` at ${from.commit.slice(0, 12)}` : '');
  return from.editable ? `${place}, in place` : place;
}
