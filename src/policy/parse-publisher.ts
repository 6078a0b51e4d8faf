import { GITLAB_ORIGIN, type Publisher } from '../attestation/index.ts';
import { SafeInstallError } from '../errors/index.ts';

/** Characters of a publisher on a command line. */
const LONGEST = 1_000;

/**
 * A publisher in one word (design, section 1): `github:OWNER/REPO/WORKFLOW[#ENV]`, `gitlab:GROUP/PROJECT//FILE[#ENV]`,
 * `google:EMAIL`, `circleci:PROJECT/PIPELINE`. Compared exactly; nothing in it is a pattern.
 *
 * @throws SafeInstallError `usage.option`.
 */
export function parsePublisher(text: string): Publisher {
  const colon = text.indexOf(':');
  const read = text.length > LONGEST ? undefined : FORMS.get(text.slice(0, Math.max(colon, 0)));
  const publisher = read?.(text.slice(colon + 1));
  if (publisher !== undefined) return publisher;
  throw new SafeInstallError({
    code: 'usage.option',
    message: `"--publisher" does not take "${text.slice(0, 200)}"`,
    facts: [
      { label: 'expected', value: 'github:OWNER/REPO/WORKFLOW[#ENVIRONMENT]' },
      { label: 'or', value: 'gitlab:GROUP/PROJECT//FILE[#ENVIRONMENT]' },
      { label: 'or', value: 'google:EMAIL' },
      { label: 'or', value: 'circleci:PROJECT/PIPELINE' },
    ],
    hint: 'Any other signer is named by --identity and --issuer',
  });
}

const UUID = /^[0-9a-f-]{36}$/;

const FORMS: ReadonlyMap<string, (rest: string) => Publisher | undefined> = new Map([
  ['github', readGitHub],
  ['gitlab', readGitLab],
  ['google', readGoogle],
  ['circleci', readCircleCI],
]);

function readGitHub(rest: string): Publisher | undefined {
  const { before, environment } = splitEnvironment(rest);
  const [owner = '', repository = '', workflow = '', ...more] = before.split('/');
  if (owner === '' || repository === '' || more.length > 0 || !/\.ya?ml$/.test(workflow)) return undefined;
  return { kind: 'GitHub', repository: `${owner}/${repository}`, workflow, environment };
}

function readGitLab(rest: string): Publisher | undefined {
  const { before, environment } = splitEnvironment(rest);
  const [repository = '', ...path] = before.split('//');
  const workflowFilepath = path.join('//');
  if (!/^[^/:]+(?:\/[^/]+)+$/.test(repository) || !/^[^/]/.test(workflowFilepath)) return undefined;
  return { kind: 'GitLab', instance: GITLAB_ORIGIN, repository, workflowFilepath, environment };
}

function readGoogle(email: string): Publisher | undefined {
  return /^[^@\s]+@[^@\s]+$/.test(email) ? { kind: 'Google', email } : undefined;
}

function readCircleCI(rest: string): Publisher | undefined {
  const [projectId = '', pipelineDefinitionId = '', ...more] = rest.split('/');
  if (!UUID.test(projectId) || !UUID.test(pipelineDefinitionId) || more.length > 0) return undefined;
  return { kind: 'CircleCI', projectId, pipelineDefinitionId, vcsOrigin: null, vcsRef: null };
}

/** An environment may hold any character; the first `#` parts it off, since no repository and no file's name has one. */
function splitEnvironment(text: string): { readonly before: string; readonly environment: string | null } {
  const at = text.indexOf('#');
  return at < 0 || at === text.length - 1
    ? { before: text, environment: null }
    : { before: text.slice(0, at), environment: text.slice(at + 1) };
}
