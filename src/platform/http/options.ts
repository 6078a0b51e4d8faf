import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../folders.ts';
import { type Log, silentLog } from '../log.ts';

/** How a client reaches the network: everything that pip's options and the environment can say about it. */
export interface HttpOptions {
  /** For the proxy and certificate variables, where no option says otherwise. */
  readonly environment: Environment;
  /** Milliseconds without a byte before an attempt is given up; pip's `--timeout` counts seconds. */
  readonly timeout?: number;
  /** Attempts after the first one. */
  readonly retries?: number;
  /** `--proxy`: for every request, whatever the environment says; an empty text means no proxy at all. */
  readonly proxy?: string | undefined;
  /** `--cert`: a PEM file, or a folder of them, with the only authorities to trust. */
  readonly authorities?: string | undefined;
  /** `--client-cert`: a PEM file with a certificate and its private key. */
  readonly clientCertificate?: string | undefined;
  /** `--trusted-host`: `host` or `host:port`, where no certificate is checked and plain http is taken. */
  readonly trustedHosts?: readonly string[];
  /** Every request is refused with `network.offline`. */
  readonly offline?: boolean;
  readonly userAgent?: string;
  readonly log?: Log;
  /** One KiB a second over four times the `timeout`, without it. */
  readonly slowest?: SlowestPace;
  /** From 0 up to 1; and a wait in milliseconds. For tests, which do not wait. */
  readonly random?: () => number;
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** A body is given up when fewer than `bytes` arrive in `window` milliseconds spent waiting for them. */
export interface SlowestPace {
  readonly bytes: number;
  readonly window: number;
}

/** pip's own default, in milliseconds. */
const DEFAULT_TIMEOUT = 15_000;

/** pip's own default. */
const DEFAULT_RETRIES = 5;

/** Bytes a second: less than a modem of 1995 gave, and no use for installing anything. */
const SLOWEST_RATE = 1024;

/** Time limits in which the slowest rate must be held on average: a minute, with pip's own default. */
const LIMITS_IN_WINDOW = 4;

/** Who grants a network more time without a byte grants it more time for a trickle, too. */
function slowestPace(timeout: number): SlowestPace {
  const window = LIMITS_IN_WINDOW * timeout;
  return { window, bytes: Math.ceil((window / 1000) * SLOWEST_RATE) };
}

/** {@link HttpOptions} with every default filled in. */
export interface HttpSettings {
  readonly environment: Environment;
  readonly timeout: number;
  readonly retries: number;
  readonly proxy: string | undefined;
  readonly authorities: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly trustedHosts: readonly string[];
  readonly offline: boolean;
  readonly userAgent: string;
  readonly log: Log;
  readonly slowest: SlowestPace;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export function toSettings(options: HttpOptions): HttpSettings {
  // undici takes whole milliseconds, and none of them for no limit at all
  const timeout = Math.max(1, Math.ceil(options.timeout ?? DEFAULT_TIMEOUT));
  return {
    environment: options.environment,
    timeout,
    retries: options.retries ?? DEFAULT_RETRIES,
    proxy: options.proxy,
    authorities: options.authorities,
    clientCertificate: options.clientCertificate,
    trustedHosts: options.trustedHosts ?? [],
    offline: options.offline ?? false,
    userAgent: options.userAgent ?? 'safe-install',
    log: options.log ?? silentLog,
    slowest: options.slowest ?? slowestPace(timeout),
    random: options.random ?? Math.random,
    sleep:
      options.sleep ??
      ((milliseconds, signal) => delay(milliseconds, undefined, signal === undefined ? {} : { signal })),
  };
}
