import type { Environment } from '../platform/index.ts';

/** `name=https://…` without its name, and with the credentials that the environment has for that name. */
export function withCredentials(text: string, environment: Environment, name?: string): string {
  const match = /^([A-Za-z0-9._-]{1,100})=(.*)$/.exec(text);
  const url = match?.[2] ?? text;
  const indexName = name ?? match?.[1];
  if (indexName === undefined) return url;
  const prefix = `UV_INDEX_${indexName.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
  const { [`${prefix}_USERNAME`]: user, [`${prefix}_PASSWORD`]: password } = environment;
  if ((user === undefined && password === undefined) || !URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = user ?? parsed.username;
  parsed.password = password ?? parsed.password;
  return parsed.href;
}
