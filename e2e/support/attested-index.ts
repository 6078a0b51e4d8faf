import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type MadeFile, makeWheel, type WheelOptions } from '../../test/support/make-wheel.ts';
import {
  circleciIdentity,
  githubIdentity,
  gitlabIdentity,
  googleIdentity,
  type ProvenanceJson,
  type StatementOptions,
  type TestIdentity,
  TestSigstore,
} from '../sigstore/index.ts';
import type { FileClaims } from './index-content.ts';
import { type LocalIndex, startLocalIndex } from './local-index.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

/** A publisher of the attested shop: who signs, and the lines of a policy that name him. */
export interface ShopPublisher {
  readonly identity: TestIdentity;
  /** The fields of a `[[rule.publisher]]`. */
  readonly policy: string;
}

/** One publisher of each kind that an index knows; those of GitHub and GitLab with and without an environment. */
export const PUBLISHERS = {
  github: {
    identity: githubIdentity(),
    policy: 'kind = "GitHub"\nrepository = "acme/widget"\nworkflow = "release.yml"\n',
  },
  'github-environment': {
    identity: githubIdentity({ environment: 'release' }),
    policy:
      'kind = "GitHub"\nrepository = "acme/widget"\nworkflow = "release.yml"\nenvironment = "release"\n',
  },
  gitlab: {
    identity: gitlabIdentity(),
    policy: 'kind = "GitLab"\nrepository = "acme/tools/widget"\nworkflow_filepath = ".gitlab-ci.yml"\n',
  },
  'gitlab-environment': {
    identity: gitlabIdentity({ environment: 'release' }),
    policy:
      'kind = "GitLab"\nrepository = "acme/tools/widget"\nworkflow_filepath = ".gitlab-ci.yml"\nenvironment = "release"\n',
  },
  google: {
    identity: googleIdentity(),
    policy: 'kind = "Google"\nemail = "publisher@acme.iam.example"\n',
  },
  circleci: {
    identity: circleciIdentity(),
    policy:
      'kind = "CircleCI"\nproject_id = "11111111-2222-4333-8444-555555555555"\n' +
      'pipeline_definition_id = "66666666-7777-4888-9999-000000000000"\n',
  },
} as const satisfies Readonly<Record<string, ShopPublisher>>;

export type PublisherName = keyof typeof PUBLISHERS;

/** How a file is signed (by `github` unless it says otherwise), and what the index claims of it besides. */
export interface PublishOptions extends StatementOptions {
  readonly publisher?: PublisherName;
  /** Claims of the index; `provenance` among them takes the place of the true one. */
  readonly claims?: FileClaims;
  /** The last word on the provenance object. */
  readonly alter?: (provenance: ProvenanceJson) => unknown;
}

/** A rule of a policy that names the publisher of some packages. */
export const ruleFor = (packages: string | readonly string[], publisher: PublisherName): string =>
  `[[rule]]\npackages = ${JSON.stringify([packages].flat())}\n[[rule.publisher]]\n${PUBLISHERS[publisher].policy}`;

/** The name of the file in the project that holds the root of the shop's Sigstore. */
export const SHOP_ROOT = 'trusted_root.json';

const POLICY = 'safe-install.toml';

/**
 * An index that serves wheels with provenance, the Sigstore of its own that minted it, and a sandbox whose project has a
 * policy that trusts this Sigstore: nothing of it needs a network.
 */
export class AttestedShop {
  readonly sigstore: TestSigstore;
  readonly index: LocalIndex;
  readonly sandbox: Sandbox;

  private constructor(sigstore: TestSigstore, index: LocalIndex, sandbox: Sandbox) {
    this.sigstore = sigstore;
    this.index = index;
    this.sandbox = sandbox;
  }

  /** Needs {@link AttestedShop.close}; a suite takes {@link attestedShop}. */
  static async open(options: SandboxOptions = {}): Promise<AttestedShop> {
    const [sigstore, index] = await Promise.all([TestSigstore.create(), startLocalIndex()]);
    const sandbox = await Sandbox.make({ installer: 'uv', index: index.url, ...options });
    const shop = new AttestedShop(sigstore, index, sandbox);
    await shop.clear();
    return shop;
  }

  /** A wheel with provenance, served under the project that its name says. */
  async publish(wheel: WheelOptions, options: PublishOptions = {}): Promise<MadeFile> {
    return await this.serve(makeWheel(wheel), options);
  }

  /** The same for a file that has been made. */
  async serve(file: MadeFile, options: PublishOptions = {}): Promise<MadeFile> {
    const provenance = await this.mint(file, options);
    this.index.add(file, { provenance: options.alter?.(provenance) ?? provenance, ...options.claims });
    return file;
  }

  /** The provenance of a file that need not be served. */
  async mint(file: MadeFile, options: PublishOptions = {}): Promise<ProvenanceJson> {
    const { publisher = 'github', ...signing } = options;
    return await this.sigstore.provenance(file, { identity: PUBLISHERS[publisher].identity, ...signing });
  }

  /** A wheel of each publisher, named like him: `github`, `github-environment`, …, version 1.0. */
  async publishOneOfEach(): Promise<void> {
    for (const publisher of Object.keys(PUBLISHERS) as PublisherName[])
      await this.publish({ name: publisher, version: '1.0' }, { publisher });
  }

  /** Writes the policy of the project: these lines, and the root of the shop's own Sigstore. */
  async policy(lines = ''): Promise<void> {
    await this.sandbox.write(SHOP_ROOT, this.sigstore.trustedRoot);
    await this.sandbox.write(POLICY, `version = 1\n\n${lines}\n[trust]\nroot = "${SHOP_ROOT}"\n`);
  }

  /** Takes the policy of the project away, and has the user trust the root of the Sigstore instead. */
  async userPolicy(sandbox: Sandbox = this.sandbox): Promise<void> {
    const folder = join(sandbox.folder, 'config');
    await mkdir(folder, { recursive: true });
    await rm(join(sandbox.project, POLICY), { force: true });
    await writeFile(join(folder, SHOP_ROOT), this.sigstore.trustedRoot);
    await writeFile(join(folder, POLICY), `version = 1\n[trust]\nroot = "${SHOP_ROOT}"\n`);
  }

  /** Forgets what is served, cached, remembered and written; the policy is then the root of the Sigstore alone. */
  async clear(): Promise<void> {
    this.index.reset();
    await this.sandbox.clear();
    await this.forget();
    await this.policy();
  }

  /** Forgets the publishers that have been seen, and what the user has written. */
  async forget(): Promise<void> {
    await rm(this.stateFolder, { recursive: true, force: true });
    await rm(join(this.sandbox.folder, 'config'), { recursive: true, force: true });
    await mkdir(this.stateFolder, { mode: 0o700 });
  }

  /** Where the publishers that have been seen are remembered. */
  get stateFolder(): string {
    return join(this.sandbox.folder, 'state');
  }

  async close(): Promise<void> {
    await this.index.close();
    await this.sandbox.remove();
  }
}

/**
 * Gives a suite one shop, cleared before each test: for tests that leave the environment as it was, or make their own.
 * It is there once `beforeAll` has run.
 */
export function attestedShop(options: SandboxOptions = {}): { readonly shop: AttestedShop } {
  let shop: AttestedShop | undefined;
  beforeAll(async () => {
    shop = await AttestedShop.open(options);
  });
  beforeEach(async () => await shop?.clear());
  afterAll(async () => await shop?.close());
  return {
    get shop() {
      if (shop === undefined) throw new Error('the suite has not been set up');
      return shop;
    },
  };
}
