/** The HTTP client of a run; what of it other rooms may use. */
export { createHttpClient } from './client.ts';
export { type ContentRange, parseContentRange } from './content-range.ts';
export type { Authorize } from './exchange.ts';
export type { HttpOptions, SlowestPace } from './options.ts';
export { basicOf } from './proxies.ts';
export { isSecureOrigin } from './trusted-hosts.ts';
export type {
  BytesRequest,
  BytesResponse,
  HttpClient,
  ResponseHead,
  StreamRequest,
  StreamResponse,
} from './types.ts';
