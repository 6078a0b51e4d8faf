/** The HTTP client of a run; what of it other rooms may use. */
export { createHttpClient, warmUp } from './client.ts';
export { parseContentRange } from './content-range.ts';
export type { Authorize } from './exchange.ts';
export type { HttpOptions } from './options.ts';
export { basicOf } from './proxies.ts';
export { isSecureOrigin } from './trusted-hosts.ts';
export type { BytesResponse, HttpClient, ResponseHead } from './types.ts';
