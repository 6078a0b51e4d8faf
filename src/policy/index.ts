/**
 * From evidence to verdict: policy files and their layers, rules and waivers, the trust state and the history of a
 * project; the one function that says whether a file may be installed, and why.
 *
 * Refuses to know: how evidence is fetched and verified, and how a verdict is shown. Everything here is a pure function
 * of facts and a given time, but for the one file in which publishers are remembered.
 */
export { describeOrigin, type Origin, type Stated } from './origin.ts';
