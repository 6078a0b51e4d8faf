import { makeSdist } from '../../test/support/make-sdist.ts';
import { type MadeFile, makeWheel } from '../../test/support/make-wheel.ts';

/**
 * A small world of packages that the suites install: `shop` needs `till` and, as `shop[cards]`, `cards` of the right
 * version; `tent` is needed on a system that does not exist; `old` is all sdist.
 */
export const SHOP: readonly MadeFile[] = [
  makeWheel({
    name: 'shop',
    version: '2.0',
    requires: ['till>=1.5', 'tent; sys_platform == "none"'],
    extras: { cards: ['cards<2', 'Till>=1'] },
    entryPoints: { shop: 'shop:main' },
    files: { 'shop/__init__.py': 'def main():\n    print("open")\n', 'shop/data.txt': 'tea,\ncoffee\n' },
    data: { 'data/share/shop/sign.txt': 'open\n' },
  }),
  makeWheel({ name: 'shop', version: '1.0', requires: ['till'] }),
  makeWheel({ name: 'till', version: '1.5' }),
  makeWheel({ name: 'till', version: '1.6', requiresPython: '>=3.8' }),
  makeWheel({ name: 'till', version: '1.7', requiresPython: '>=99' }),
  makeWheel({ name: 'till', version: '2.0b1' }),
  makeWheel({ name: 'cards', version: '1.9' }),
  makeWheel({ name: 'cards', version: '2.1' }),
  makeWheel({ name: 'tent' }),
  makeSdist({ name: 'old', version: '0.1' }),
];

/** The file of that name in {@link SHOP}. */
export function shopFile(filename: string): MadeFile {
  const file = SHOP.find((each) => each.filename === filename);
  if (file === undefined) throw new RangeError(`the shop has no ${filename}`);
  return file;
}
