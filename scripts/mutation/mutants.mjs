// Finds the places of a source text at which a check can be taken away or turned around: one small change each.
import { parseAst } from 'rolldown/parseAst';

const COMPARISONS = { '===': '!==', '!==': '===', '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const METHODS = {
  every: 'some',
  some: 'every',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
};
/** Methods whose call may be left out, with what they were called on in its place. */
const OPTIONAL = new Set(['filter', 'sort', 'toSorted', 'reverse', 'trim', 'toLowerCase', 'slice']);
/** Members of objects whose text is for people. */
const PROSE = new Set([
  'message',
  'hint',
  'label',
  'value',
  'origin',
  'means',
  'remedy',
  'description',
  'title',
  'takes',
]);

/**
 * @param {string} text of a TypeScript module.
 * @returns {{ start: number, end: number, replacement: string, kind: string, line: number }[]}
 */
export function mutantsOf(text) {
  const mutants = [];
  const add = (node, replacement, kind) =>
    mutants.push({ start: node.start, end: node.end, replacement, kind, line: lineAt(text, node.start) });
  const of = (node) => text.slice(node.start, node.end);

  const visitors = {
    IfStatement: ({ test }) => add(test, `!(${of(test)})`, 'condition negated'),
    ConditionalExpression: ({ test }) => add(test, `!(${of(test)})`, 'condition negated'),
    LogicalExpression(node) {
      const { left, right, operator } = node;
      if (operator === '??') add(node, `(${of(left)})`, 'fallback dropped');
      else add(node, `(${of(left)}) ${operator === '&&' ? '||' : '&&'} (${of(right)})`, '&& and || swapped');
    },
    BinaryExpression(node) {
      const swapped = COMPARISONS[node.operator];
      if (swapped !== undefined)
        add(node, `${of(node.left)} ${swapped} ${of(node.right)}`, `${node.operator} becomes ${swapped}`);
      for (const side of [node.left, node.right])
        if (isText(side) && swapped !== undefined)
          add(side, JSON.stringify(`${side.value}#`), 'text changed');
    },
    UnaryExpression(node) {
      if (node.operator === '!') add(node, `(${of(node.argument)})`, 'negation dropped');
    },
    ThrowStatement: (node) => add(node, ';', 'throw dropped'),
    ReturnStatement(node, parent) {
      if (parent?.type === 'IfStatement') add(node, ';', 'early return dropped');
    },
    ExpressionStatement(node) {
      const { expression } = node;
      const call = expression.type === 'AwaitExpression' ? expression.argument : expression;
      if (call.type === 'CallExpression') add(node, ';', 'call dropped');
    },
    SwitchCase({ test }) {
      if (test !== null && isText(test)) add(test, JSON.stringify(`${test.value}#`), 'case changed');
    },
    ArrayExpression({ elements }) {
      for (const element of elements)
        if (element?.type === 'SpreadElement') add(element, '...[]', 'member of a list dropped');
        else if (element !== null && isText(element))
          add(element, JSON.stringify(`${element.value}#`), 'text changed');
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.computed) return;
      const method = callee.property.name;
      if (METHODS[method] !== undefined)
        add(callee.property, METHODS[method], `${method} becomes ${METHODS[method]}`);
      if (OPTIONAL.has(method)) add(node, of(callee.object), `${method} dropped`);
    },
    Literal(node) {
      if (typeof node.value === 'boolean') add(node, String(!node.value), 'true and false swapped');
      else if (typeof node.value === 'number')
        // A cap that is one higher is as good a cap; one that is ten times as high is none.
        add(node, String(node.value < 100 ? node.value + 1 : node.value * 10), 'number changed');
      else if (node.regex !== undefined) {
        const { pattern, flags } = node.regex;
        if (pattern.startsWith('^')) add(node, `/${pattern.slice(1)}/${flags}`, 'anchor dropped');
        if (pattern.endsWith('$') && !pattern.endsWith('\\$'))
          add(node, `/${pattern.slice(0, -1)}/${flags}`, 'anchor dropped');
      }
    },
  };
  walk(parseAst(text, { lang: 'ts' }), null, visitors);
  return mutants;
}

const isText = (node) => node.type === 'Literal' && typeof node.value === 'string';

const lineAt = (text, offset) => text.slice(0, offset).split('\n').length;

/** Types exist for the compiler only; imports, and text for people, are of no interest. */
function isPassedOver(node) {
  if (node.type.startsWith('Import') || node.type.startsWith('Export')) return node.declaration == null;
  if (node.type.startsWith('TS')) return node.expression === undefined;
  return (
    node.type === 'Property' &&
    !node.computed &&
    PROSE.has(node.key.name) &&
    node.value.type !== 'ConditionalExpression'
  );
}

function walk(node, parent, visitors) {
  if (isPassedOver(node)) return;
  visitors[node.type]?.(node, parent);
  for (const [key, child] of Object.entries(node)) {
    if (key === 'parent' || child === null || typeof child !== 'object') continue;
    for (const each of Array.isArray(child) ? child : [child])
      if (typeof each?.type === 'string') walk(each, node, visitors);
  }
}
