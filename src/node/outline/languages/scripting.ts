import type { Node } from '@vscode/tree-sitter-wasm';
import { each, field, fieldText, type LanguageRules, NO_BODY, types } from '../rules.ts';

const assigned = (node: Node): string | null =>
  field(node, 'left')?.type === 'identifier' ? fieldText(node, 'left') : null;

export const PYTHON: LanguageRules = {
  grammar: 'tree-sitter-python',
  definitions: {
    function_definition: { kind: 'function' },
    class_definition: { kind: 'class' },
    assignment: { kind: 'constant', name: assigned, body: NO_BODY },
    type_alias_statement: { kind: 'type', name: (node) => fieldText(node, 'left'), body: NO_BODY },
  },
  through: types(
    'module block expression_statement if_statement elif_clause else_clause try_statement except_clause ' +
      'finally_clause with_statement for_statement while_statement',
  ),
  wrappers: types('decorated_definition'),
  comments: types('comment'),
  attributes: types('decorator'),
  docIn: (body) => {
    const first = body.namedChildren.find((child) => child?.type !== 'comment');
    if (first?.type === 'string') return first;
    const text = first?.type === 'expression_statement' ? first.firstNamedChild : null;
    return text?.type === 'string' ? text : null;
  },
};

export const RUBY: LanguageRules = {
  grammar: 'tree-sitter-ruby',
  definitions: {
    ...each('class singleton_class', {
      kind: 'class',
      name: (node: Node) => fieldText(node, 'name') ?? fieldText(node, 'value'),
    }),
    module: { kind: 'module' },
    ...each('method singleton_method', { kind: 'method' }),
    assignment: {
      kind: 'constant',
      name: (node) => (field(node, 'left')?.type === 'constant' ? fieldText(node, 'left') : null),
      body: NO_BODY,
    },
    call: (node) => {
      const block = field(node, 'block');
      const title = field(node, 'arguments')?.firstNamedChild;
      const word = fieldText(node, 'method');
      if (block === null || word === null || (title?.type !== 'string' && title?.type !== 'constant'))
        return null;
      return { kind: 'function', name: () => `${word} ${title.text}`, body: () => field(block, 'body') };
    },
  },
  through: types('program body_statement begin if unless else then block_body do_block'),
  comments: types('comment'),
};

export const BASH: LanguageRules = {
  grammar: 'tree-sitter-bash',
  definitions: {
    function_definition: { kind: 'function' },
    variable_assignment: { kind: 'constant', body: NO_BODY },
  },
  through: types(
    'program if_statement else_clause compound_statement do_group for_statement while_statement',
  ),
  wrappers: types('declaration_command'),
  comments: types('comment'),
};
