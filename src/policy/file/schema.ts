import { z } from 'zod';
import { FIRST_SEEN_WORDS, PATH_CONFLICTS_WORDS, PROVENANCE_WORDS, SOURCE_WORDS } from '../settings.ts';

/*
 * The shape of a policy file: which tables and keys there are, and of what type. What a text has to say beyond that
 * (names, versions, patterns, days) is for the readers beside this file, which know its place and more words for it.
 * `policies/schema.json`, for editors, is written from here.
 */

const text = (description: string) => z.string().min(1).describe(description);
const duration = z.string().meta({
  pattern: '^P(?=.)([0-9]+W)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$',
  examples: ['P3D'],
});

/** A TOML day, or a string with one: the reader looks at how it is written. */
const day = (description: string) => z.unknown().meta({ type: 'string', format: 'date', description });
const number = (description: string) =>
  z.union([z.int().nonnegative(), z.string().regex(/^[0-9]{1,20}$/)]).describe(description);

const commonSettings = {
  provenance: z
    .enum(PROVENANCE_WORDS)
    .optional()
    .describe(
      'What is demanded of provenance: nothing; that it is right where it is there; that it is not lost; that it is there.',
    ),
  'min-age': duration
    .optional()
    .describe('How long ago a file must have been uploaded: an ISO 8601 duration.'),
  source: z
    .enum(SOURCE_WORDS)
    .optional()
    .describe("Whether the attested repository has to be the one of the package's own metadata."),
};

const settings = {
  ...commonSettings,
  'first-seen': z
    .enum(FIRST_SEEN_WORDS)
    .optional()
    .describe(
      'What becomes of a publisher that nobody has named: remembered from then on, accepted, or refused.',
    ),
  'path-conflicts': z
    .enum(PATH_CONFLICTS_WORDS)
    .optional()
    .describe('What becomes of two distributions that write different bytes to one path.'),
};

const period = {
  'valid-from': day('The first day on which a signature of this publisher counts, in UTC.').optional(),
  'valid-until': day('The last day on which a signature of this publisher counts, in UTC.').optional(),
};

const build = {
  ref: text('The git ref that was built, such as "refs/tags/v*".').optional(),
  trigger: text('The event that started the build, such as "release".').optional(),
  runner: text('The kind of machine that built, such as "github-hosted".').optional(),
  signer: text(
    'URI of the build instructions that signed, such as those of a reusable workflow; may have "*".',
  ).optional(),
  'repository-id': number('The number of the repository, which it keeps when it is renamed.').optional(),
  'owner-id': number("The number of the repository's owner.").optional(),
  ...period,
};

export const PUBLISHER_SCHEMAS = {
  GitHub: z.strictObject({
    kind: z.literal('GitHub'),
    repository: text('OWNER/NAME.'),
    workflow: text('Name of the file in .github/workflows.'),
    environment: text('Deployment environment that the certificate has to prove.').optional(),
    ...build,
  }),
  GitLab: z.strictObject({
    kind: z.literal('GitLab'),
    instance: text('Address of a self-managed GitLab; the public one without it.').optional(),
    repository: text('GROUP/…/NAME.'),
    workflow_filepath: text('Path of the pipeline file in the repository.'),
    environment: text('Deployment environment that the certificate has to prove.').optional(),
    ...build,
  }),
  Google: z.strictObject({
    kind: z.literal('Google'),
    email: text('Of a person or service account.'),
    ...period,
  }),
  CircleCI: z.strictObject({
    kind: z.literal('CircleCI'),
    project_id: text('UUID of the project.'),
    pipeline_definition_id: text('UUID of the pipeline definition.'),
    vcs_origin: text('Repository, such as "github.com/OWNER/NAME".').optional(),
    vcs_ref: text('The git ref that was built, such as "refs/heads/main".').optional(),
    ...period,
  }),
  Email: z.strictObject({
    issuer: text('URL of the identity provider.'),
    email: text('The certificate\'s e-mail address; may have "*" before the "@".'),
    ...period,
  }),
  Identity: z.strictObject({
    issuer: text('URL of the identity provider.'),
    identity: text('The certificate\'s one name: a URI, an e-mail address or a user name; may have "*".'),
    ...build,
  }),
};

export type PublisherShape = keyof typeof PUBLISHER_SCHEMAS;

export const ruleSchema = z.strictObject({
  packages: z.array(z.string()).min(1).describe('Names with "*" as wildcard, and versions: "urllib3>=2".'),
  deny: z.literal(true).optional().describe('Forbids the packages; beats every other rule.'),
  publisher: z
    .array(z.union(Object.values(PUBLISHER_SCHEMAS)))
    .optional()
    .describe('Any of them is enough.'),
  root: text('Key below [trust.roots] of the trust root that the publishers sign under.').optional(),
  ...commonSettings,
});

export const indexSchema = z.strictObject({
  url: text('Address of a simple index.'),
  packages: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('These projects come from here and from nowhere else.'),
  evidence: text('Address of an index that has the provenance which this one drops.').optional(),
});

export const waiverSchema = z.strictObject({
  package: text('One version: "name==1.0".'),
  sha256: z
    .string()
    .meta({ pattern: '^[0-9a-fA-F]{64}$' })
    .describe('Of the one file that the waiver is for.'),
  check: text('The reason code of the refusal that is waived.'),
  reason: text('Why, for whoever reads the report.'),
  expires: day('The last day of the waiver, in UTC.'),
});

const rootKeys = {
  root: text('Path of a trusted_root.json, from the folder of this file.').optional(),
  'tuf-mirror': text('Address of a TUF repository with a trusted_root.json.').optional(),
  'tuf-root': text('Path of the root.json that the trust in the mirror begins with.').optional(),
};

export const rootSchema = z.strictObject(rootKeys);

export const trustSchema = z.strictObject({
  ...rootKeys,
  roots: z
    .record(z.string(), rootSchema)
    .optional()
    .describe('Further roots, by the names that rules call them.'),
});

export const settingsSchema = z.strictObject(settings);

export const policySchema = z.strictObject({
  version: z.literal(1).describe('Of the format of this file.'),
  ...settings,
  ci: settingsSchema.optional().describe('Laid over the other settings with --ci.'),
  index: z.array(indexSchema).optional(),
  rule: z.array(ruleSchema).optional(),
  waiver: z.array(waiverSchema).optional(),
  trust: trustSchema.optional().describe('The Sigstore to trust, where it is not the public one.'),
});

export type RawSettings = z.infer<typeof settingsSchema>;
export type RawRule = z.infer<typeof ruleSchema>;
export type RawPublisher = NonNullable<RawRule['publisher']>[number];
export type RawIndex = z.infer<typeof indexSchema>;
export type RawWaiver = z.infer<typeof waiverSchema>;
export type RawRoot = z.infer<typeof rootSchema>;
export type RawTrust = z.infer<typeof trustSchema>;
