import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { optionsPage } from '../../src/installers/options-page.ts';
import { uvOptionsPage } from '../../src/installers/uv-options-page.ts';

// `npx vitest run --project unit test/installers/options-page.test.ts -u` writes it again
it('docs/pip-options.md says what the option table says', async () => {
  await expect(optionsPage()).toMatchFileSnapshot(resolve(import.meta.dirname, '../../docs/pip-options.md'));
});

it('docs/uv-options.md says what the table of uv says', async () => {
  await expect(uvOptionsPage()).toMatchFileSnapshot(resolve(import.meta.dirname, '../../docs/uv-options.md'));
});
