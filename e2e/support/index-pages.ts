import { sha256Hex } from '../../test/support/make-wheel.ts';
import { type ServedFile, type ServedProject, servedMetadata } from './index-content.ts';

/** How an index answers; every switch may be changed between two requests. */
export interface IndexSettings {
  /** `negotiate` answers what the Accept header prefers. */
  form: 'negotiate' | 'json' | 'html';
  /** PEP 658/714: whether METADATA is announced and served apart, and whether its digest is stated. */
  coreMetadata: 'with-hash' | 'without-hash' | 'none';
  /** `no-suffix`: `bytes=-100` is answered with the whole file, as some servers do. */
  ranges: 'all' | 'no-suffix' | 'none';
  /** Content-Encoding of listings and metadata, for clients that accept it. */
  gzip: boolean;
  etag: boolean;
  /** Seconds of `Cache-Control: max-age`; `null` sends no such header. */
  maxAge: number | null;
  /** Sizes and upload times of PEP 700. */
  pep700: boolean;
  apiVersion: string;
  /** Files answer with a redirect to where they lie. */
  redirectFiles: boolean;
  /** Basic authentication that every request must bring. */
  credentials: { readonly user: string; readonly password: string } | null;
  /** Milliseconds before each answer. */
  latency: number;
}

export const DEFAULT_SETTINGS: Readonly<IndexSettings> = {
  form: 'negotiate',
  coreMetadata: 'with-hash',
  ranges: 'all',
  gzip: true,
  etag: true,
  maxAge: null,
  pep700: true,
  apiVersion: '1.1',
  redirectFiles: false,
  credentials: null,
  latency: 0,
};

export const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
export const HTML_TYPE = 'application/vnd.pypi.simple.v1+html';

const DEFAULT_UPLOAD_TIME = '2024-01-01T00:00:00.000000Z';

const isPresent = <Value>(value: Value | null | undefined): value is Value =>
  value !== null && value !== undefined;

function hashesOf({ file, claims }: ServedFile): Record<string, string> {
  const sha256 = claims.sha256 === undefined ? file.sha256 : claims.sha256;
  return { ...(sha256 === null ? {} : { sha256 }), ...claims.otherHashes };
}

const announcesMetadata = (served: ServedFile, settings: IndexSettings): boolean =>
  settings.coreMetadata !== 'none' && served.file.filename.endsWith('.whl');

function metadataClaim(served: ServedFile, settings: IndexSettings): true | { sha256: string } {
  if (settings.coreMetadata === 'without-hash') return true;
  return { sha256: served.claims.metadataSha256 ?? sha256Hex(servedMetadata(served)) };
}

/** Path of a file on the index. */
export const filePath = (project: ServedProject, filename: string): string =>
  `/files/${project.name}/${encodeURIComponent(filename)}`;

const urlOf = (project: ServedProject, { file, claims }: ServedFile): string =>
  claims.url ?? `../..${filePath(project, file.filename)}`;

function jsonFile(project: ServedProject, served: ServedFile, settings: IndexSettings): object {
  const { file, claims } = served;
  const requiresPython = claims.requiresPython === undefined ? file.requiresPython : claims.requiresPython;
  const size = claims.size === undefined ? file.bytes.length : claims.size;
  const uploadTime = claims.uploadTime === undefined ? DEFAULT_UPLOAD_TIME : claims.uploadTime;
  const metadata = announcesMetadata(served, settings) ? metadataClaim(served, settings) : undefined;
  return {
    filename: file.filename,
    url: urlOf(project, served),
    hashes: hashesOf(served),
    ...(isPresent(requiresPython) ? { 'requires-python': requiresPython } : {}),
    ...(claims.yanked === undefined ? {} : { yanked: claims.yanked }),
    ...(settings.pep700 && isPresent(size) ? { size } : {}),
    ...(settings.pep700 && isPresent(uploadTime) ? { 'upload-time': uploadTime } : {}),
    ...(metadata === undefined ? {} : { 'core-metadata': metadata, 'data-dist-info-metadata': metadata }),
    ...(claims.provenance === undefined
      ? {}
      : { provenance: `../../provenance/${project.name}/${file.filename}` }),
  };
}

const versionOf = (filename: string): string => filename.replace(/\.tar\.gz$/, '').split('-')[1] ?? '';

/** A project page as PEP 691 JSON. */
export function jsonPage(project: ServedProject, settings: IndexSettings): string {
  const { status, statusReason } = project.claims;
  return JSON.stringify({
    meta: { 'api-version': settings.apiVersion },
    ...(status === undefined ? {} : { 'project-status': { status, reason: statusReason } }),
    name: project.name,
    ...(settings.pep700
      ? { versions: [...new Set(project.files.map(({ file }) => versionOf(file.filename)))] }
      : {}),
    files: project.files.map((served) => jsonFile(project, served, settings)),
  });
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function htmlFile(project: ServedProject, served: ServedFile, settings: IndexSettings): string {
  const { file, claims } = served;
  const [algorithm, digest] = Object.entries(hashesOf(served))[0] ?? [];
  const href = `${urlOf(project, served)}${algorithm === undefined ? '' : `#${algorithm}=${digest}`}`;
  const requiresPython = claims.requiresPython === undefined ? file.requiresPython : claims.requiresPython;
  const attributes: [string, string][] = [['href', href]];
  if (isPresent(requiresPython)) attributes.push(['data-requires-python', requiresPython]);
  if (claims.yanked !== undefined && claims.yanked !== false)
    attributes.push(['data-yanked', claims.yanked === true ? '' : claims.yanked]);
  if (announcesMetadata(served, settings)) {
    const metadata = metadataClaim(served, settings);
    const value = metadata === true ? 'true' : `sha256=${metadata.sha256}`;
    attributes.push(['data-dist-info-metadata', value], ['data-core-metadata', value]);
  }
  if (claims.provenance !== undefined)
    attributes.push(['data-provenance', `../../provenance/${project.name}/${file.filename}`]);
  const text = attributes.map(([name, value]) => `${name}="${escapeHtml(value)}"`).join(' ');
  return `    <a ${text}>${escapeHtml(file.filename)}</a><br>`;
}

const page = (title: string, lines: readonly string[], apiVersion: string, head = ''): string =>
  `<!DOCTYPE html>
<html>
  <head>
    <meta name="pypi:repository-version" content="${escapeHtml(apiVersion)}">${head}
    <title>${escapeHtml(title)}</title>
  </head>
  <body>
${lines.join('\n')}
  </body>
</html>
`;

/** A project page as PEP 503 HTML. */
export function htmlPage(project: ServedProject, settings: IndexSettings): string {
  const { status, statusReason } = project.claims;
  const meta = (name: string, content: string | undefined): string =>
    content === undefined ? '' : `\n    <meta name="pypi:${name}" content="${escapeHtml(content)}">`;
  const head = `${meta('project-status', status)}${meta('project-status-reason', statusReason)}`;
  const lines = project.files.map((served) => htmlFile(project, served, settings));
  return page(`Links for ${project.name}`, lines, settings.apiVersion, head);
}

/** The list of projects in either form. */
export function rootPage(names: readonly string[], form: 'json' | 'html', apiVersion: string): string {
  if (form === 'json')
    return JSON.stringify({ meta: { 'api-version': apiVersion }, projects: names.map((name) => ({ name })) });
  return page(
    'Simple index',
    names.map((name) => `    <a href="${name}/">${escapeHtml(name)}</a><br>`),
    apiVersion,
  );
}
