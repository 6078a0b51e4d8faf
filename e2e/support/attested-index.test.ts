import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseProvenance, TrustRoot, verifyProvenance } from '../../src/attestation/index.ts';
import type { Sha256 } from '../../src/packaging/index.ts';
import { readPolicyFiles } from '../../src/policy/index.ts';
import { attestedShop, PUBLISHERS, type PublisherName, ruleFor, SHOP_ROOT } from './attested-index.ts';

const suite = attestedShop();

/** What an index says of a file, as far as these tests look. */
interface Listing {
  readonly files: readonly {
    readonly filename: string;
    readonly url: string;
    readonly provenance?: string;
  }[];
}

async function listing(project: string): Promise<Listing> {
  const response = await fetch(`${suite.shop.index.url}${project}/`, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
  });
  return (await response.json()) as Listing;
}

describe('the attested shop', () => {
  const names = Object.keys(PUBLISHERS) as PublisherName[];

  it.each(names)('serves provenance by %s that holds under the root in the project', async (publisher) => {
    const file = await suite.shop.publish({ name: 'acme', version: '1.0' }, { publisher });
    const [listed] = (await listing('acme')).files;
    const url = new URL(listed?.provenance ?? '', `${suite.shop.index.url}acme/`);
    const provenance = parseProvenance(Buffer.from(await (await fetch(url)).arrayBuffer()));
    const path = join(suite.shop.sandbox.project, SHOP_ROOT);
    const root = TrustRoot.parse(await readFile(path), SHOP_ROOT);
    const sha256 = file.sha256 as Sha256;
    const { bundles, unknownPublishers } = verifyProvenance(
      provenance,
      { filename: file.filename, sha256 },
      root,
    );
    expect(unknownPublishers).toEqual([]);
    expect(bundles).toMatchObject([{ publisher: { kind: PUBLISHERS[publisher].identity.publisher.kind } }]);
  });

  it('has a policy that reads without a warning, with a rule for each publisher', async () => {
    await suite.shop.policy(names.map((name) => ruleFor(name, name)).join('\n'));
    const layers = await readPolicyFiles({
      organisationFile: join(suite.shop.sandbox.project, 'none'),
      userFolders: { config: join(suite.shop.sandbox.project, 'none') },
      workingFolder: suite.shop.sandbox.project,
      policyFile: null,
      now: new Date(),
    });
    expect(layers.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(layers.flatMap(({ rules }) => rules)).toHaveLength(names.length);
  });
});
