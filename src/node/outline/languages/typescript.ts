import type { Node } from '@vscode/tree-sitter-wasm';
import { type Definition, each, field, fieldText, type LanguageRules, NO_BODY, types } from '../rules.ts';

const FUNCTIONS = types('arrow_function function_expression generator_function function');

/** `const parse = (text) => {…}` is a function; `const table = {…}` holds methods; anything else is a constant. */
function valueOf(value: Node | null, name: (node: Node) => string | null): Definition {
  if (value !== null && FUNCTIONS.has(value.type)) {
    return { kind: 'function', name, body: () => field(value, 'body') };
  }
  if (value !== null && value.type === 'class') {
    return { kind: 'class', name, body: () => field(value, 'body') };
  }
  return { kind: 'constant', name, body: () => (value?.type === 'object' ? value : null) };
}

/** `exports.parse = function () {…}`; other assignments define nothing. */
function assignment(node: Node): Definition | null {
  const value = field(node, 'right');
  if (value === null || !(FUNCTIONS.has(value.type) || value.type === 'class')) return null;
  return valueOf(value, () => fieldText(node, 'left'));
}

/** `describe('the parser', () => {…})`: what a test runner calls is what a test file defines. */
function testCall(node: Node): Definition | null {
  const parts = field(node, 'arguments')?.namedChildren ?? [];
  const title = parts[0];
  const run = parts.at(-1);
  if (!title || !run || !FUNCTIONS.has(run.type)) return null;
  if (title.type !== 'string' && title.type !== 'template_string') return null;
  return {
    kind: 'function',
    name: () => `${fieldText(node, 'function') ?? ''} ${title.text}`,
    body: () => field(run, 'body'),
  };
}

const isFunctionPair = (node: Node): boolean => FUNCTIONS.has(field(node, 'value')?.type ?? '');

export const TYPESCRIPT: Omit<LanguageRules, 'grammar'> = {
  definitions: {
    ...each('function_declaration generator_function_declaration function_signature', { kind: 'function' }),
    ...each('class_declaration abstract_class_declaration', { kind: 'class' }),
    interface_declaration: { kind: 'interface' },
    type_alias_declaration: { kind: 'type', body: NO_BODY },
    enum_declaration: { kind: 'enum' },
    ...each('internal_module module', { kind: 'module' }),
    ...each('method_definition method_signature abstract_method_signature', { kind: 'method' }),
    ...each('public_field_definition property_signature', { kind: 'field' }),
    field_definition: { kind: 'field', name: (node) => fieldText(node, 'property') },
    variable_declarator: (node) => valueOf(field(node, 'value'), () => fieldText(node, 'name')),
    assignment_expression: assignment,
    call_expression: testCall,
    pair: (node) =>
      isFunctionPair(node) ? valueOf(field(node, 'value'), () => fieldText(node, 'key')) : null,
  },
  through: types(
    'program expression_statement statement_block if_statement else_clause try_statement catch_clause ' +
      'finally_clause for_statement for_in_statement while_statement labeled_statement return_statement object ' +
      'parenthesized_expression class_body interface_body object_type',
  ),
  wrappers: types('export_statement ambient_declaration lexical_declaration variable_declaration'),
  comments: types('comment'),
  attributes: types('decorator'),
};
