import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { projectNameOf } from '../support/index-content.ts';
import { JSON_TYPE } from '../support/index-pages.ts';
import type { ConfiguredIndex } from './configured-index.ts';
import type { RealEvidence } from './real-evidence.ts';

/** A file as a listing has it (PEP 691), as far as the overlay looks. */
interface ListedFile {
  readonly filename: string;
  readonly url: string;
  readonly hashes: Readonly<Record<string, string>>;
}

interface Listing {
  readonly files: readonly ListedFile[];
}

const NO_FILES = { meta: { 'api-version': '1.0' }, files: [] };

/** Bytes of one listing; the largest of real projects have some 20 MB. */
const LARGEST_LISTING = 64 * 1024 * 1024;

/**
 * A real index with provenance: its own listings, to which files are given the provenance that it does not serve. Files
 * come from where the listing says; those that the index does not have come from here.
 *
 * Who installs from it sees the address of an index, and nothing else.
 */
export class OverlayIndex {
  /** Paths of the provenance objects that were asked for. */
  readonly provenancePaths: string[] = [];
  readonly #server: Server;
  readonly #upstream: ConfiguredIndex;
  readonly #evidence: ReadonlyMap<string, RealEvidence>;

  private constructor(upstream: ConfiguredIndex, evidence: readonly RealEvidence[]) {
    this.#upstream = upstream;
    this.#evidence = new Map(evidence.map((each) => [each.filename, each]));
    this.#server = createServer((request, response) => {
      this.#answer(new URL(request.url ?? '/', 'http://overlay').pathname).then(
        ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
        (error: unknown) => response.writeHead(502).end(String(error)),
      );
    });
  }

  /** @param evidence one document for a file. */
  static async start(upstream: ConfiguredIndex, evidence: readonly RealEvidence[]): Promise<OverlayIndex> {
    const overlay = new OverlayIndex(upstream, evidence);
    await new Promise<void>((resolve) => overlay.#server.listen(0, '127.0.0.1', resolve));
    return overlay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/simple/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(path: string): Promise<Answer> {
    const [, area, name = ''] = path.split('/');
    if (area === 'simple') return await this.#listing(name);
    const evidence = this.#evidence.get(decodeURIComponent(name));
    if (evidence === undefined) return NOT_FOUND;
    if (area === 'files' && evidence.copy !== null)
      return { status: 200, type: 'application/octet-stream', body: evidence.copy };
    if (area !== 'provenance') return NOT_FOUND;
    this.provenancePaths.push(path);
    return { status: 200, type: 'application/vnd.pypi.integrity.v1+json', body: evidence.provenance };
  }

  async #listing(name: string): Promise<Answer> {
    const { status, url, bytes } = await this.#upstream.http.fetchBytes({
      url: `${this.#upstream.url}${name}/`,
      headers: { accept: JSON_TYPE },
      maxBytes: LARGEST_LISTING,
    });
    const copies = [...this.#evidence.values()].filter(
      ({ project, copy }) => copy !== null && projectNameOf(project) === name,
    );
    if (status !== 200 && copies.length === 0) return NOT_FOUND;
    const listing = status === 200 ? (JSON.parse(bytes.toString('utf8')) as Listing) : NO_FILES;
    const files = [
      ...listing.files.map((file) => this.#overlaid({ ...file, url: new URL(file.url, url).href })),
      ...copies.map(({ filename, sha256 }) =>
        this.#overlaid({ filename, url: `../../files/${filename}`, hashes: { sha256 } }),
      ),
    ];
    return { status: 200, type: JSON_TYPE, body: JSON.stringify({ ...NO_FILES, ...listing, name, files }) };
  }

  /** Provenance belongs to the bytes: another file of the same name gets none. */
  #overlaid(file: ListedFile): ListedFile & { readonly provenance?: string } {
    const isTheFile = this.#evidence.get(file.filename)?.sha256 === file.hashes.sha256;
    return isTheFile ? { ...file, provenance: `../../provenance/${file.filename}` } : file;
  }
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

const NOT_FOUND: Answer = { status: 404, type: 'text/plain', body: 'no such thing\n' };
