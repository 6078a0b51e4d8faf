import { redactUrl, SafeInstallError } from '../errors/index.ts';
import {
  apiMajorOf,
  filenameFault,
  parseSha256,
  resolveLink,
  type SimpleFile,
  type SimplePage,
  type SkippedFile,
} from '../packaging/index.ts';

type Attributes = Readonly<Record<string, string>>;

/** What a page of HTML holds that matters here. */
interface Harvest {
  readonly anchors: readonly Attributes[];
  readonly meta: ReadonlyMap<string, string>;
  readonly base: string | undefined;
  /** It has fields to fill in or scripts to run: a page for people. */
  readonly isForPeople: boolean;
}

/** A page of the largest project has some 40,000. */
const MAX_ANCHORS = 500_000;

const FOR_PEOPLE: ReadonlySet<string> = new Set(['form', 'input', 'script', 'frameset', 'iframe', 'button']);

async function harvest(html: string, subject: string): Promise<Harvest> {
  const { Parser } = await import('htmlparser2'); // 20 ms, and most indexes speak JSON
  const anchors: Attributes[] = [];
  const meta = new Map<string, string>();
  let base: string | undefined;
  let isForPeople = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'a' && attributes.href !== undefined) {
        if (anchors.length === MAX_ANCHORS)
          throw new SafeInstallError({
            code: 'index.malformed',
            message: `the page has more than ${MAX_ANCHORS} links`,
            subject,
          });
        anchors.push(attributes);
      } else if (name === 'base') base ??= attributes.href;
      else if (name === 'meta') {
        const key = (attributes.name ?? '').toLowerCase();
        if (!meta.has(key)) meta.set(key, attributes.content ?? '');
        if ((attributes['http-equiv'] ?? '').toLowerCase() === 'refresh') isForPeople = true;
      } else if (FOR_PEOPLE.has(name)) isForPeople = true;
    },
  });
  parser.write(html);
  parser.end();
  return { anchors, meta, base, isForPeople };
}

/** `algorithm=digest` pairs of a fragment or an attribute, such as `sha256=…` or `egg=acme&sha256=…`. */
function hashesIn(text: string): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const pair of text.split('&')) {
    const match = /^(md5|sha1|sha224|sha256|sha384|sha512|blake2b|sha3_[0-9]{3})=([0-9A-Fa-f]{1,256})$/.exec(
      pair,
    );
    if (match !== null) hashes[match[1] ?? ''] = (match[2] ?? '').toLowerCase();
  }
  return hashes;
}

/** PEP 658/714: `true`, or `sha256=…`; the newer name of the attribute counts. */
function coreMetadataOf(anchor: Attributes): SimpleFile['coreMetadata'] {
  const value = (anchor['data-core-metadata'] ?? anchor['data-dist-info-metadata'])?.trim();
  if (value === undefined || value === '' || value === 'false') return null;
  return { sha256: parseSha256(hashesIn(value).sha256 ?? '') ?? null };
}

/** The last segment of a URL's path, decoded; `%2B` is a plus. */
function filenameOf(url: string): string {
  const segment = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

/** @returns a file, a fault, or `undefined` for a link that is not to a file (`../`, a folder). */
function parseAnchor(anchor: Attributes, base: string): SimpleFile | SkippedFile | undefined {
  const url = resolveLink(anchor.href ?? '', base);
  if (url === undefined)
    return { filename: anchor.href ?? '', reason: 'its link is not a URL that may be followed' };
  const filename = filenameOf(url);
  if (filename === '') return undefined;
  const fault = filenameFault(filename);
  if (fault !== undefined) return { filename, reason: fault };
  const hash = url.indexOf('#');
  const hashes = hash < 0 ? {} : hashesIn(url.slice(hash + 1));
  const sha256 = hashes.sha256 === undefined ? null : parseSha256(hashes.sha256);
  if (sha256 === undefined)
    return { filename, reason: 'the sha256 in its link is not 64 hexadecimal digits' };
  const announced = anchor['data-provenance'];
  const provenance = announced === undefined ? null : resolveLink(announced, base);
  // As in JSON: an announced provenance that cannot be read must not turn into "no provenance".
  if (provenance === undefined)
    return { filename, reason: 'its "data-provenance" is not a URL that may be followed' };
  return {
    filename,
    url: hash < 0 ? url : url.slice(0, hash),
    hashes,
    sha256,
    size: null,
    uploadTime: null,
    requiresPython: anchor['data-requires-python'] || null,
    yanked: anchor['data-yanked'] ?? false,
    coreMetadata: coreMetadataOf(anchor),
    provenance,
  };
}

function checkApiVersion(version: string, subject: string): void {
  const major = apiMajorOf(version.trim());
  if (major === undefined)
    throw new SafeInstallError({
      code: 'index.malformed',
      message: `"${version}" is not a version of the simple API`,
      subject,
    });
  // PEP 629: a client must stop at a major version that it does not know.
  if (major > 1)
    throw new SafeInstallError({
      code: 'index.api-version',
      message: `the page is of version ${version} of the simple API`,
      subject,
      facts: [
        { label: 'expected', value: '1.x' },
        { label: 'got', value: version },
      ],
    });
}

/**
 * A project's page of the simple index in its HTML form (PEP 503), or a page that `--find-links` names.
 *
 * @param baseUrl absolute URL of the page after redirects.
 * @throws SafeInstallError `index.api-version`; `index.content-type` for a page that is for people, such as a login;
 *   `index.malformed` for a version that is none or too many links.
 * @see https://packaging.python.org/en/latest/specifications/simple-repository-api/#base-html-api
 */
export async function parseSimpleHtml(html: string, baseUrl: string): Promise<SimplePage> {
  const subject = redactUrl(baseUrl);
  const { anchors, meta, base: baseTag, isForPeople } = await harvest(html, subject);
  const apiVersion = meta.get('pypi:repository-version') ?? '1.0';
  checkApiVersion(apiVersion, subject);
  const base = (baseTag === undefined ? undefined : resolveLink(baseTag, baseUrl)) ?? baseUrl;
  const files: SimpleFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const anchor of anchors) {
    const parsed = parseAnchor(anchor, base);
    if (parsed === undefined) continue;
    if ('reason' in parsed) skipped.push(parsed);
    else files.push(parsed);
  }
  if (isForPeople && !files.some(({ filename }) => /\.(?:whl|tar\.gz|zip)$/.test(filename)))
    throw new SafeInstallError({
      code: 'index.content-type',
      message:
        'a web page for people came in place of a listing of files, such as a login or the page of a network that wants to be signed in to',
      subject,
      hint: 'Check the URL of the index and its credentials; open it in a browser to see what it says',
    });
  return {
    name: null,
    apiVersion,
    files,
    skipped,
    versions: null,
    status: meta.get('pypi:project-status') ?? 'active',
    statusReason: meta.get('pypi:project-status-reason') ?? null,
    alternateLocations: [],
    tracks: [],
  };
}
