import type { Node } from '@vscode/tree-sitter-wasm';
import { childOf, each, field, fieldText, type LanguageRules, NO_BODY, types } from '../rules.ts';

/** What a Go type is: its members, or nothing to elide. */
function goType(node: Node): Node | null {
  const type = field(node, 'type');
  if (type?.type === 'struct_type') return childOf(type, 'field_declaration_list');
  return type?.type === 'interface_type' ? type : null;
}

export const GO: LanguageRules = {
  grammar: 'tree-sitter-go',
  definitions: {
    function_declaration: { kind: 'function' },
    method_declaration: { kind: 'method' },
    ...each('type_spec type_alias', { kind: 'type', body: goType }),
    ...each('const_spec var_spec', { kind: 'constant', body: NO_BODY }),
    ...each('method_elem method_spec', { kind: 'method', body: NO_BODY }),
    field_declaration: { kind: 'field', body: NO_BODY },
  },
  through: types('source_file var_spec_list'),
  wrappers: types('type_declaration const_declaration var_declaration'),
  comments: types('comment'),
};

/** `impl Display for Range`: both names say what it is. */
function implName(node: Node): string {
  const trait = fieldText(node, 'trait');
  const type = fieldText(node, 'type') ?? '';
  return trait === null ? type : `${trait} for ${type}`;
}

export const RUST: LanguageRules = {
  grammar: 'tree-sitter-rust',
  definitions: {
    function_item: { kind: 'function' },
    function_signature_item: { kind: 'function' },
    ...each('struct_item union_item', { kind: 'class' }),
    enum_item: { kind: 'enum' },
    trait_item: { kind: 'interface' },
    impl_item: { kind: 'class', name: implName },
    mod_item: { kind: 'module' },
    type_item: { kind: 'type', body: NO_BODY },
    ...each('const_item static_item', { kind: 'constant', body: NO_BODY }),
    macro_definition: { kind: 'function', body: (node) => childOf(node, 'macro_rule') },
    field_declaration: { kind: 'field', body: NO_BODY },
  },
  through: types('source_file declaration_list field_declaration_list block foreign_mod_item'),
  comments: types('line_comment block_comment'),
  attributes: types('attribute_item inner_attribute_item'),
};
