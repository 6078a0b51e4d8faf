import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheable, NOT_FOUND, provenance, ranged, redirectTo, UNAUTHORIZED } from './index-answers.ts';
import {
  type FileClaims,
  type ProjectClaims,
  projectNameOf,
  type ServedFile,
  type ServedProject,
  servedMetadata,
} from './index-content.ts';
import { type Answer, Faults, sendWithFault } from './index-faults.ts';
import {
  DEFAULT_SETTINGS,
  HTML_TYPE,
  htmlPage,
  type IndexSettings,
  JSON_TYPE,
  jsonPage,
  rootPage,
} from './index-pages.ts';
import type { TestAuthority } from './test-authority.ts';

/** One request as the index saw it. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  /** Of the answer; `null` where a fault sent none. */
  readonly status: number | null;
  readonly range: string | null;
  readonly accept: string | null;
  readonly authorization: string | null;
  /** Size of the body that the answer carried, in bytes. */
  readonly bytes: number;
}

/** An index on the loopback, in this process. Start it with {@link startLocalIndex}, end it with {@link LocalIndex.close}. */
export class LocalIndex {
  readonly settings: IndexSettings;
  readonly faults = new Faults();
  readonly requests: LoggedRequest[] = [];
  readonly #projects = new Map<string, ServedProject>();
  readonly #server: Server;
  readonly #scheme: string;

  constructor(settings: Partial<IndexSettings>, authority: TestAuthority | undefined) {
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    const listener: RequestListener = (request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    };
    this.#scheme = authority === undefined ? 'http' : 'https';
    this.#server =
      authority === undefined
        ? createServer(listener)
        : createSecureServer({ cert: authority.certificate, key: authority.key }, listener);
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** `http://127.0.0.1:PORT`. */
  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What `--index-url` takes. */
  get url(): string {
    return `${this.origin}/simple/`;
  }

  /** The same with credentials in it. */
  urlWith(user: string, password: string): string {
    return this.url.replace('//', `//${encodeURIComponent(user)}:${encodeURIComponent(password)}@`);
  }

  /** Where a file is served. */
  fileUrl(file: ServedFile['file']): string {
    for (const [name, project] of this.#projects)
      if (project.files.some((served) => served.file === file))
        return `${this.origin}/files/${name}/${encodeURIComponent(file.filename)}`;
    throw new RangeError(`the index does not serve ${file.filename}`);
  }

  /** Serves a file under the project that its filename names, with what the index is to claim of it. */
  add(file: ServedFile['file'], claims: FileClaims = {}): this {
    const project = this.project(file.filename.split('-')[0] ?? '');
    project.files.push({ file, claims });
    return this;
  }

  addAll(files: readonly ServedFile['file'][]): this {
    for (const file of files) this.add(file);
    return this;
  }

  /** The project of this name, made if need be; an index knows a project without files. */
  project(name: string, claims?: ProjectClaims): ServedProject {
    const key = projectNameOf(name);
    const project = this.#projects.get(key) ?? { name: key, files: [], claims: {} };
    this.#projects.set(key, project);
    if (claims !== undefined) project.claims = claims;
    return project;
  }

  /** Forgets projects, faults, requests and changed settings. */
  reset(): void {
    this.#projects.clear();
    this.faults.clear();
    this.requests.length = 0;
    Object.assign(this.settings, DEFAULT_SETTINGS);
  }

  /** Paths that were asked for since the log was last emptied, in their order. */
  get paths(): string[] {
    return this.requests.map((request) => request.path);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    const fault = this.faults.take(path);
    if (this.settings.latency > 0) await sleep(this.settings.latency, undefined, { ref: false });
    const answer = this.#authorized(request) ? this.#answer(path, request) : UNAUTHORIZED;
    const bodiless = request.method === 'HEAD' || answer.status === 304;
    this.requests.push({
      method: request.method ?? '',
      path,
      status: fault === undefined ? answer.status : fault.kind === 'status' ? fault.status : null,
      range: request.headers.range ?? null,
      accept: request.headers.accept ?? null,
      authorization: request.headers.authorization ?? null,
      bytes: bodiless ? 0 : answer.body.length,
    });
    const headers = { 'content-length': String(answer.body.length), ...answer.headers };
    if (fault !== undefined) return await sendWithFault(request, response, { ...answer, headers }, fault);
    response.writeHead(answer.status, headers);
    response.end(bodiless ? undefined : answer.body);
  }

  #authorized(request: IncomingMessage): boolean {
    const { credentials } = this.settings;
    if (credentials === null) return true;
    const expected = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
    return request.headers.authorization === `Basic ${expected}`;
  }

  #answer(path: string, request: IncomingMessage): Answer {
    const [, area = '', name = '', filename = ''] = path.split('/').map((part) => decodeURIComponent(part));
    if (area === 'simple' && name === '') return this.#listing(request, undefined);
    const project = this.#projects.get(area === 'simple' ? projectNameOf(name) : name);
    if (project === undefined) return NOT_FOUND;
    if (area === 'simple') {
      const canonical = `/simple/${project.name}/`;
      if (path !== canonical) return redirectTo(canonical);
      return this.#listing(request, project);
    }
    if (area === 'provenance') return provenance(project, filename);
    if (area === 'files' && this.settings.redirectFiles)
      return redirectTo(path.replace('/files/', '/storage/'));
    if (area === 'files' || area === 'storage') return this.#file(project, filename, request);
    return NOT_FOUND;
  }

  #listing(request: IncomingMessage, project: ServedProject | undefined): Answer {
    const form = this.#formFor(request.headers.accept ?? '');
    const text =
      project === undefined
        ? rootPage([...this.#projects.keys()], form, this.settings.apiVersion)
        : (form === 'json' ? jsonPage : htmlPage)(project, this.settings);
    const acceptsHtmlType = (request.headers.accept ?? '').includes(HTML_TYPE);
    const type = form === 'json' ? JSON_TYPE : acceptsHtmlType ? HTML_TYPE : 'text/html; charset=utf-8';
    return cacheable(this.settings, request, Buffer.from(text), { 'content-type': type, vary: 'Accept' });
  }

  /** JSON where it may be answered and is asked for; quality values are not weighed, since no client prefers HTML. */
  #formFor(accept: string): 'json' | 'html' {
    if (this.settings.form !== 'negotiate') return this.settings.form;
    return accept.includes(JSON_TYPE) ? 'json' : 'html';
  }

  #file(project: ServedProject, filename: string, request: IncomingMessage): Answer {
    const served = project.files.find(({ file }) => file.filename === filename);
    if (served !== undefined) return ranged(this.settings, request, served.file.bytes);
    if (this.settings.coreMetadata === 'none' || !filename.endsWith('.metadata')) return NOT_FOUND;
    const wheel = project.files.find(({ file }) => `${file.filename}.metadata` === filename);
    if (wheel === undefined) return NOT_FOUND;
    return cacheable(this.settings, request, servedMetadata(wheel), {
      'content-type': 'application/octet-stream',
    });
  }
}

/** Starts an index on a free port of 127.0.0.1; over TLS when it is given an authority. */
export async function startLocalIndex(
  settings: Partial<IndexSettings> = {},
  authority?: TestAuthority,
): Promise<LocalIndex> {
  const index = new LocalIndex(settings, authority);
  await index.listen();
  return index;
}
