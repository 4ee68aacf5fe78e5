import type { Node } from '@vscode/tree-sitter-wasm';
import { type Definition, each, field, fieldText, type LanguageRules, NO_BODY, types } from '../rules.ts';

/** C hides a name inside of what it points to: `int *(*parse)(char *)`. */
function declaratorOf(node: Node): { readonly name: string | null; readonly isFunction: boolean } {
  let isFunction = false;
  let at = field(node, 'declarator');
  // Each step goes inwards; nobody nests declarators deeper than this.
  for (let steps = 0; at !== null && steps < 20; steps++) {
    if (at.type === 'function_declarator') isFunction = true;
    const inner: Node | null =
      field(at, 'declarator') ?? (IN_BRACKETS.has(at.type) ? at.firstNamedChild : null);
    if (inner === null) return { name: at.text, isFunction };
    at = inner;
  }
  return { name: null, isFunction };
}

const IN_BRACKETS = types('parenthesized_declarator reference_declarator');

const declaredName = (node: Node): string | null => declaratorOf(node).name;

/** `struct range { … } first;` defines the struct; `int parse(char *);` a function; the rest are variables. */
function declaration(kinds: {
  readonly callable: 'function' | 'method';
  readonly value: 'constant' | 'field';
}) {
  return (node: Node): Definition => {
    const type = field(node, 'type');
    const body = type === null ? null : field(type, 'body');
    if (type !== null && body !== null) {
      return { kind: 'class', name: () => fieldText(type, 'name') ?? declaredName(node), body: () => body };
    }
    const { name, isFunction } = declaratorOf(node);
    return { kind: isFunction ? kinds.callable : kinds.value, name: () => name, body: NO_BODY };
  };
}

const bodied = (kind: 'class' | 'enum') => (node: Node) => (field(node, 'body') === null ? null : { kind });

export const C: LanguageRules = {
  grammar: 'tree-sitter-c',
  definitions: {
    function_definition: { kind: 'function', name: declaredName },
    declaration: declaration({ callable: 'function', value: 'constant' }),
    field_declaration: declaration({ callable: 'method', value: 'field' }),
    type_definition: {
      kind: 'type',
      name: declaredName,
      body: (node) => {
        const type = field(node, 'type');
        return type === null ? null : field(type, 'body');
      },
    },
    ...each('struct_specifier union_specifier', bodied('class')),
    enum_specifier: bodied('enum'),
    preproc_def: { kind: 'constant', body: NO_BODY },
    preproc_function_def: { kind: 'function', body: NO_BODY },
  },
  through: types(
    'translation_unit preproc_if preproc_ifdef preproc_else preproc_elif linkage_specification declaration_list ' +
      'field_declaration_list',
  ),
  comments: types('comment'),
  attributes: types('attribute_declaration'),
};

export const CPP: LanguageRules = {
  ...C,
  grammar: 'tree-sitter-cpp',
  definitions: {
    ...C.definitions,
    class_specifier: bodied('class'),
    namespace_definition: { kind: 'module', name: (node) => fieldText(node, 'name') ?? 'namespace' },
    alias_declaration: { kind: 'type', body: NO_BODY },
    concept_definition: { kind: 'type', body: NO_BODY },
  },
  wrappers: types('template_declaration'),
};
