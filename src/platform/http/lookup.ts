import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * A name resolver that asks the system once per host and run.
 *
 * Every connection would ask again otherwise: the questions queue up on the four threads of the pool, and a resolver
 * that drops one of twenty costs its whole time limit of five seconds (seen with 24 connections to one host).
 */
export function createLookup(ask: typeof systemLookup = systemLookup): LookupFunction {
  const answers = new Map<string, Promise<LookupAddress[]>>();

  function resolve(hostname: string): Promise<LookupAddress[]> {
    const known = answers.get(hostname);
    if (known !== undefined) return known;
    const answer = new Promise<LookupAddress[]>((done, fail) => {
      ask(hostname, { all: true }, (error, addresses) => (error === null ? done(addresses) : fail(error)));
    });
    answers.set(hostname, answer);
    answer.catch(() => answers.delete(hostname)); // so that a retry asks again
    return answer;
  }

  return (hostname: string, options: LookupOptions, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const { family } = options;
        const wanted = addresses.filter((each) => (family ?? 0) === 0 || each.family === family);
        const [first = addresses[0]] = wanted;
        if (options.all === true) callback(null, wanted.length > 0 ? wanted : addresses);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}
