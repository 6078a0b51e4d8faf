import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
// Deep imports on purpose, as with @sigstore/mock: the main entry loads nock.
import { KeyPair } from '@tufjs/repo-mock/dist/key.js';
import {
  createRootMeta,
  createSnapshotMeta,
  createTargetsMeta,
  createTimestampMeta,
} from '@tufjs/repo-mock/dist/metadata.js';
import { collectTargets } from '@tufjs/repo-mock/dist/target.js';

type RootMetadata = ReturnType<typeof createRootMeta>;
type TimestampMetadata = ReturnType<typeof createTimestampMeta>;
type Signed =
  | RootMetadata
  | TimestampMetadata
  | ReturnType<typeof createSnapshotMeta | typeof createTargetsMeta>;

/** What is wrong with the mirror; `null`: nothing. */
export type MirrorFault =
  | 'down'
  | 'silent'
  | 'server-error'
  | 'not-json'
  | 'endless'
  | 'foreign-key'
  | 'other-target'
  | 'no-target'
  | null;

const TARGET = 'trusted_root.json';

/** A TUF repository on loopback that hands out a trusted root, and can be made to fail or to lie. */
export class TufMirror {
  fault: MirrorFault = null;
  /** Paths that were asked for. */
  readonly hits: string[] = [];
  readonly url: string;
  readonly #server: Server;
  readonly #keys = new KeyPair();
  readonly #files = new Map<string, string>();
  #root: RootMetadata;
  #version = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.#root = createRootMeta(this.#keys);
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(trustedRoot: string): Promise<TufMirror> {
    let mirror: TufMirror | undefined;
    const server = createServer((request, response) => {
      if (mirror?.fault === 'silent') return;
      const answer = mirror?.answer(request.url ?? '/') ?? { status: 503, body: '' };
      if (answer.status === 0) response.destroy();
      else response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    mirror = new TufMirror(server);
    mirror.publish(trustedRoot);
    return mirror;
  }

  /** The root that a client begins with. */
  get firstRoot(): string {
    return text(this.#root);
  }

  /** Publishes a trusted root as the next version of the repository. */
  publish(trustedRoot: string, options: { readonly expires?: Date } = {}): void {
    this.#version++;
    const keys = this.fault === 'foreign-key' ? new KeyPair() : this.#keys;
    const targets = createTargetsMeta(
      this.fault === 'no-target' ? [] : collectTargets([{ name: TARGET, content: Buffer.from(trustedRoot) }]),
      keys,
    );
    this.#sign(targets, keys);
    const snapshot = createSnapshotMeta(targets, keys);
    for (const meta of Object.values(snapshot.signed.meta)) Object.assign(meta, { version: this.#version });
    this.#sign(snapshot, keys);
    const timestamp = createTimestampMeta(snapshot, keys);
    Object.assign(timestamp.signed.snapshotMeta, { version: this.#version });
    this.#sign(timestamp, keys, options.expires);
    this.#files.set('/targets.json', text(targets));
    this.#files.set('/snapshot.json', text(snapshot));
    this.#files.set('/timestamp.json', text(timestamp));
    this.#files.set(
      `/targets/${TARGET}`,
      this.fault === 'other-target' ? `${trustedRoot.slice(0, -1)} ` : trustedRoot,
    );
  }

  /** Publishes the next root, signed by the same keys, that expires on this day. */
  rotate(expires: Date): void {
    const root = createRootMeta(this.#keys);
    const next = [...this.#files.keys()].filter((path) => path.endsWith('.root.json')).length + 2;
    Object.assign(root.signed, { version: next, expires: expires.toISOString() });
    root.sign((data) => this.#keys.sign(data), false);
    this.#files.set(`/${next}.root.json`, text(root));
  }

  /** A root to begin with that expires on this day. */
  beginWith(expires: Date): void {
    this.#root = createRootMeta(this.#keys);
    Object.assign(this.#root.signed, { expires: expires.toISOString() });
    this.#root.sign((data) => this.#keys.sign(data), false);
  }

  /** Serves version 1 again, as an attacker who replays it would. */
  rollBack(): void {
    const trustedRoot = this.#files.get(`/targets/${TARGET}`) ?? '';
    this.#version = 0;
    this.publish(trustedRoot);
  }

  answer(path: string): { readonly status: number; readonly body: string } {
    this.hits.push(path);
    switch (this.fault) {
      case 'down':
        return { status: 0, body: '' };
      case 'server-error':
        return { status: 500, body: '' };
      case 'not-json':
        return { status: 200, body: '<html>please log in</html>' };
      case 'endless':
        return { status: 200, body: ' '.repeat(8 * 1024 * 1024) };
      default: {
        const body = this.#files.get(path);
        return body === undefined ? { status: 404, body: '' } : { status: 200, body };
      }
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #sign(metadata: Signed, keys: KeyPair, expires?: Date): void {
    Object.assign(metadata.signed, {
      version: this.#version,
      ...(expires === undefined ? {} : { expires: expires.toISOString() }),
    });
    metadata.sign((data) => keys.sign(data), false);
  }
}

const text = (metadata: Signed): string => JSON.stringify(metadata.toJSON());
