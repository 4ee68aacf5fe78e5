import type { Node } from '@vscode/tree-sitter-wasm';
import {
  childOf,
  childText,
  each,
  field,
  fieldText,
  hasWord,
  type LanguageRules,
  NO_BODY,
  types,
} from '../rules.ts';

const declared = (node: Node): string | null => {
  const declarator = field(node, 'declarator');
  return declarator === null ? null : fieldText(declarator, 'name');
};

export const JAVA: LanguageRules = {
  grammar: 'tree-sitter-java',
  definitions: {
    ...each('class_declaration record_declaration', { kind: 'class' }),
    ...each('interface_declaration annotation_type_declaration', { kind: 'interface' }),
    enum_declaration: { kind: 'enum' },
    ...each('method_declaration constructor_declaration compact_constructor_declaration', { kind: 'method' }),
    field_declaration: { kind: 'field', name: declared, body: NO_BODY },
    constant_declaration: { kind: 'constant', name: declared, body: NO_BODY },
  },
  through: types('program class_body interface_body enum_body enum_body_declarations annotation_type_body'),
  comments: types('line_comment block_comment'),
  attributes: types('annotation marker_annotation'),
  modifiers: 'modifiers',
};

const variable = (node: Node): string | null => {
  const declarator = childOf(childOf(node, 'variable_declaration') ?? node, 'variable_declarator');
  return declarator === null ? null : (fieldText(declarator, 'name') ?? childText('identifier')(declarator));
};

export const C_SHARP: LanguageRules = {
  grammar: 'tree-sitter-c-sharp',
  definitions: {
    ...each('class_declaration struct_declaration record_declaration record_struct_declaration', {
      kind: 'class',
    }),
    interface_declaration: { kind: 'interface' },
    enum_declaration: { kind: 'enum' },
    namespace_declaration: { kind: 'module' },
    delegate_declaration: { kind: 'type', body: NO_BODY },
    ...each('method_declaration constructor_declaration destructor_declaration', { kind: 'method' }),
    operator_declaration: { kind: 'method', name: (node) => `operator ${fieldText(node, 'operator') ?? ''}` },
    indexer_declaration: { kind: 'method', name: () => 'this[]', body: (node) => field(node, 'accessors') },
    local_function_statement: { kind: 'function' },
    property_declaration: { kind: 'field', body: (node) => field(node, 'accessors') },
    ...each('field_declaration event_field_declaration', { kind: 'field', name: variable, body: NO_BODY }),
  },
  through: types(
    'compilation_unit declaration_list file_scoped_namespace_declaration global_statement block preproc_if preproc_region',
  ),
  comments: types('comment'),
  attributes: types('attribute_list'),
};

export const KOTLIN: LanguageRules = {
  grammar: 'tree-sitter-kotlin',
  definitions: {
    class_declaration: (node) => ({
      kind: hasWord(node, 'interface') ? 'interface' : hasWord(node, 'enum') ? 'enum' : 'class',
      name: childText('type_identifier'),
      body: () => childOf(node, 'class_body enum_class_body'),
    }),
    ...each('object_declaration companion_object', {
      kind: 'class',
      name: (node: Node) => childText('type_identifier')(node) ?? 'companion',
      body: (node: Node) => childOf(node, 'class_body'),
    }),
    function_declaration: {
      kind: 'function',
      name: childText('simple_identifier'),
      body: (node) => childOf(node, 'function_body'),
    },
    secondary_constructor: {
      kind: 'method',
      name: () => 'constructor',
      body: (node) => childOf(node, 'statements'),
    },
    property_declaration: {
      kind: 'field',
      name: (node) => childText('simple_identifier')(childOf(node, 'variable_declaration') ?? node),
      body: NO_BODY,
    },
    type_alias: { kind: 'type', name: childText('type_identifier'), body: NO_BODY },
  },
  through: types('source_file class_body enum_class_body function_body statements'),
  comments: types('comment line_comment multiline_comment'),
  attributes: types('annotation'),
  modifiers: 'modifiers',
};

export const SWIFT: LanguageRules = {
  grammar: 'tree-sitter-swift',
  definitions: {
    class_declaration: (node) => ({ kind: hasWord(node, 'enum') ? 'enum' : 'class' }),
    protocol_declaration: { kind: 'interface' },
    ...each('function_declaration protocol_function_declaration', { kind: 'function' }),
    init_declaration: { kind: 'method', name: () => 'init' },
    deinit_declaration: { kind: 'method', name: () => 'deinit' },
    subscript_declaration: {
      kind: 'method',
      name: () => 'subscript',
      body: (node) => childOf(node, 'computed_property'),
    },
    ...each('property_declaration protocol_property_declaration', {
      kind: 'field',
      body: (node: Node) => field(node, 'computed_value'),
    }),
    typealias_declaration: { kind: 'type', body: NO_BODY },
  },
  through: types('source_file class_body enum_class_body protocol_body function_body statements'),
  comments: types('comment multiline_comment'),
  attributes: types('attribute'),
  modifiers: 'modifiers',
};

export const PHP: LanguageRules = {
  grammar: 'tree-sitter-php',
  definitions: {
    function_definition: { kind: 'function' },
    class_declaration: { kind: 'class' },
    interface_declaration: { kind: 'interface' },
    trait_declaration: { kind: 'class' },
    enum_declaration: { kind: 'enum' },
    method_declaration: { kind: 'method' },
    namespace_definition: { kind: 'module' },
    property_declaration: {
      kind: 'field',
      name: (node) => childOf(node, 'property_element')?.firstNamedChild?.text ?? null,
      body: NO_BODY,
    },
    const_declaration: {
      kind: 'constant',
      name: (node) => childOf(node, 'const_element')?.firstNamedChild?.text ?? null,
      body: NO_BODY,
    },
  },
  through: types('program declaration_list enum_declaration_list compound_statement if_statement'),
  comments: types('comment'),
  attributes: types('attribute_list'),
};
