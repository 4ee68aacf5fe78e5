/**
 * A text in which the parts of camelCase and snake_case names are words too (spec P2): the text as it is, and after it
 * once more with its names taken apart: "userLogin", "user_login" and "HTTPServer" give "user Login", "HTTP Server".
 */
export function withNameParts(text: string): string {
  const parts = text
    .replace(/_+/gu, ' ')
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ');
  // The line break keeps the last word of the one from the first of the other.
  return parts === text ? text : `${text}\n.\n${parts}`;
}
