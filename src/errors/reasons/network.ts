import { reasons } from './reason.ts';

/** Reasons about the network. */
export const NETWORK_REASONS = reasons({
  'network.offline': {
    outcome: 'unverifiable',
    means: 'Something that is not in the cache is needed, and the network is not to be used.',
    remedy: 'Leave `--offline` out for one run, which fills the cache.',
  },
  'network.unreachable': {
    outcome: 'unverifiable',
    means: 'A server cannot be reached, or breaks the connection off each time.',
    remedy: 'Check the network and the address; behind a proxy, name it with `--proxy` or `HTTPS_PROXY`.',
  },
  'network.timeout': {
    outcome: 'unverifiable',
    means: 'A server did not answer, or stopped in the middle, for longer than `--timeout` allows.',
    remedy: 'Try again, or raise `--timeout`.',
  },
  'network.slow': {
    outcome: 'unverifiable',
    means: 'A server sends so slowly that the answer would never be complete.',
    remedy: 'Try again on a better network, or use another index.',
  },
  'network.tls': {
    outcome: 'unverifiable',
    means: 'The certificate of a server, or its version of TLS, was not accepted.',
    remedy:
      'Name the authority that signed it with `--cert` or `SSL_CERT_FILE`. `--trusted-host` gives up the check of the server altogether.',
  },
  'network.proxy': {
    outcome: 'unverifiable',
    means: 'The proxy cannot be reached, refuses the connection, or is of a kind that is not spoken.',
    remedy: 'Check `--proxy`, `HTTPS_PROXY` and `ALL_PROXY`; except hosts with `NO_PROXY`.',
  },
  'network.redirect': {
    outcome: 'unverifiable',
    means: 'A redirect leads to nowhere, in a circle, or to something other than http.',
    remedy: 'Check the address of the index.',
  },
  'network.insecure': {
    outcome: 'refused',
    means: 'Something would have to come over plain http, where anybody in between can change it.',
    remedy: 'Use the https address. `--trusted-host` gives up the protection for one host.',
  },
  'network.protocol': {
    outcome: 'unverifiable',
    means: 'A server answers with something that is not valid HTTP, or not what was asked for.',
    remedy: 'Try again; if it stays, tell whoever runs the server or the proxy in between.',
  },
  'network.truncated': {
    outcome: 'unverifiable',
    means: 'An answer broke off before its end, each time.',
    remedy: 'Try again; if it stays, tell whoever runs the server or the proxy in between.',
  },
  'network.too-large': {
    outcome: 'unverifiable',
    means: 'An answer is larger than anything that safe-install reads of its kind.',
    remedy: 'Tell whoever runs the index: an endless answer is no listing and no package.',
  },
  'network.changed': {
    outcome: 'unverifiable',
    means: 'A file was replaced at the server while it was being downloaded.',
    remedy: 'Try again.',
  },
  'usage.certificate': {
    outcome: 'usage',
    means: 'A file of certificates that an option or a variable names cannot be used.',
    remedy:
      'Check `--cert`, `--client-cert`, `PIP_CERT`, `REQUESTS_CA_BUNDLE`, `CURL_CA_BUNDLE` and `SSL_CERT_FILE`.',
  },
});
