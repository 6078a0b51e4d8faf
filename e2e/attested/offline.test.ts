import { expect, it } from 'vitest';
import { TufMirror } from '../sigstore/index.ts';
import { attestedShop, PUBLISHERS, ruleFor } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';

const suite = attestedShop();

it('says the same without a network, from what is kept of files, evidence and the root', async () => {
  const { shop } = suite;
  const mirror = await TufMirror.start(shop.sigstore.trustedRoot);
  try {
    await shop.sandbox.write('root.json', mirror.firstRoot);
    const trust = `[trust]\ntuf-mirror = "${mirror.url}"\ntuf-root = "root.json"\n`;
    const write = (lines: string) =>
      shop.sandbox.write('safe-install.toml', `version = 1\n${lines}\n${trust}`);
    await shop.publish({ name: 'widget', version: '1.0' });
    await shop.publish({ name: 'gadget', version: '1.0' }, { publisher: 'google' });
    await write(ruleFor('gadget', 'google'));
    const words = ['widget', 'gadget', '--dry-run', '--require-provenance', '-v'];
    const online = await shop.sandbox.run(words);
    expectDone(online);
    expect(online.stderr).toContain('2 attested, 0 unattested');
    expect(mirror.hits.length).toBeGreaterThan(0);

    mirror.fault = 'down';
    mirror.hits.length = 0;
    shop.index.faults.add({ path: '/', fault: { kind: 'reset' } });
    shop.index.requests.length = 0;
    const offline = await shop.sandbox.run([...words, '--offline']);
    expectDone(offline);
    expect(offline.stderr).toBe(online.stderr);
    expect(shop.index.paths).toEqual([]);
    expect(mirror.hits).toEqual([]);

    await write(
      `${ruleFor('gadget', 'google')}\n[[rule]]\npackages = ["widget"]\n[[rule.publisher]]\n${PUBLISHERS.gitlab.policy}`,
    );
    await expectRefusal(shop.sandbox, ['widget', 'gadget', '--offline'], {
      codes: ['identity.issuer'],
      exitCode: 1,
    });
  } finally {
    await mirror.stop();
  }
});

it('does not verify under a root that has never been fetched', async () => {
  const { shop } = suite;
  const mirror = await TufMirror.start(shop.sigstore.trustedRoot);
  try {
    mirror.fault = 'down';
    await shop.sandbox.write('root.json', mirror.firstRoot);
    await shop.sandbox.write(
      'safe-install.toml',
      `version = 1\n[trust]\ntuf-mirror = "${mirror.url}"\ntuf-root = "root.json"\n`,
    );
    await shop.publish({ name: 'widget', version: '1.0' });
    const refusal = { codes: ['trust.unreachable'], exitCode: 3 };
    await expectRefusal(shop.sandbox, ['widget', '--retries', '0'], refusal);
  } finally {
    await mirror.stop();
  }
});
