import { hasTerm, termsOf } from '../facts/terms.ts';

/** Spec P2, in the order of its table. */
const DOMAINS = [
  ['backend', termsOf('api, server, backend, database, service, microservice')],
  ['frontend', termsOf('ui, frontend, component, react, vue, angular')],
  ['database', termsOf('database, sql, query, queries, schema, migration')],
  ['authentication', termsOf('auth, authentication, authorization, login, jwt, oauth, security')],
  ['testing', termsOf('test, testing, unit, integration, e2e')],
  ['devops', termsOf('deploy, deployment, ci, cd, kubernetes, docker')],
  ['architecture', termsOf('architecture, design, pattern, structure')],
] as const;

/** Of a task with no keyword of any domain. */
const GENERAL = 'general';

/**
 * The domains whose keywords are in a text, in the order of the table; `["general"]` for none.
 *
 * @param text with the parts of its names (`withNameParts`)
 */
export function domainsIn(text: string): readonly string[] {
  const found = DOMAINS.filter(([, terms]) => hasTerm(terms, text)).map(([domain]) => domain);
  return found.length === 0 ? [GENERAL] : found;
}

/** A caller's name of a domain as everybody writes it: lower case, `auth` is authentication. */
export function domainNamed(name: string): string {
  const plain = name.trim().toLowerCase();
  return plain === 'auth' ? 'authentication' : plain;
}
