import { expect, it } from 'vitest';
import { parseRequirement, parseRequiresText } from '../../src/packaging/index.ts';

it.each<[string, string, readonly string[], readonly string[]]>([
  ['nothing', '', [], []],
  ['requirements', 'widget>=1\n\ngadget\n', ['widget>=1', 'gadget'], []],
  ['a comment', '# widget\ngadget', ['gadget'], []],
  ['an extra', 'widget\n[Big_Extra]\ngadget\n', ['widget', 'gadget ; extra == "big-extra"'], ['big-extra']],
  ['a marker', '[:python_version<"3"]\nwidget\n', ['widget ; python_version<"3"'], []],
  [
    'an extra with a marker',
    '[x:python_version<"3" or os_name=="nt"]\nwidget\n',
    ['widget ; (python_version<"3" or os_name=="nt") and extra == "x"'],
    ['x'],
  ],
  ['an extra without requirements', '[x]\n[y]\nwidget\n', ['widget ; extra == "y"'], ['x', 'y']],
  ['CRLF', '[x]\r\nwidget\r\n', ['widget ; extra == "x"'], ['x']],
])('parseRequiresText reads %s', (_what, text, requirements, extras) => {
  const parsed = parseRequiresText(text);
  expect(parsed).toEqual({ requirements, extras });
  expect(() => parsed.requirements.map(parseRequirement)).not.toThrow();
});
