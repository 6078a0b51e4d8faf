import { describe, expect, it } from 'vitest';
import { PIP_OPTIONS, UV_OPTIONS } from '../../src/shims/installer-options.ts';
import { makeSandbox } from '../support/sandbox.ts';
import { uvFolder } from '../support/tools.ts';

/** The options of pip that may stand before its command, by pip itself. */
const ASK_PIP = `
import json
from pip._internal.cli.main_parser import create_main_parser
parser = create_main_parser()
options = [option for group in [parser, *parser.option_groups] for option in group.option_list]
ends = {"--help", "--version"}
print(json.dumps({
    name: "ends" if name in ends else "value" if option.takes_value() else "flag"
    for option in options for name in option._long_opts
}))
`;

describe('what a shim knows of options in front of the command', () => {
  it('is what pip knows', async () => {
    const sandbox = await makeSandbox();
    const { stdout } = await sandbox.program(sandbox.python, ['-I', '-c', ASK_PIP]);
    expect(PIP_OPTIONS).toEqual(JSON.parse(stdout));
  });

  it('is what uv knows', async () => {
    const sandbox = await makeSandbox({ installer: 'uv' });
    const uv = `${await uvFolder('uv')}/uv`;
    const help = await Promise.all([[], ['pip']].map((words) => sandbox.program(uv, [...words, '--help'])));
    const shown = help.flatMap(({ stdout }) => [...stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)]);
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.map(([, name]) => name).filter((name) => !Object.hasOwn(UV_OPTIONS, name ?? ''))).toEqual(
      [],
    );

    const told = await Promise.all(
      Object.keys(UV_OPTIONS).map(async (name) => {
        const { stderr, exitCode } = await sandbox.program(uv, ['pip', name]);
        const isKnown = !stderr.includes('unexpected argument');
        const wantsValue = stderr.includes('a value is required');
        return [
          name,
          !isKnown ? 'unknown' : wantsValue ? 'value' : exitCode === 0 ? 'ends' : 'flag',
        ] as const;
      }),
    );
    expect(Object.fromEntries(told)).toEqual({ ...UV_OPTIONS, '--version': 'unknown' }); // before "pip" alone
  });
});
