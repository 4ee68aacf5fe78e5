/**
 * Translates one of VS Code's globs (documented for `files.exclude` and `search.exclude`) into a regular expression
 * for whole paths with `/`. Written out because general glob libraries differ where it matters here: they read
 * parentheses, `!` and `+` as operators and `{1..3}` as a range, and their `*` stops at a line break in a name.
 *
 * `*` and `?` stay in one segment, `**` as a whole segment spans any number (a final one also matches the folder
 * itself), `{a,b}` may nest and hold slashes, `[a-z]` and `[!a-z]` never match `/`. An unclosed `{` or `[` is a
 * letter.
 */
export function globPattern(glob: string, ignoreCase: boolean): RegExp {
  return new RegExp(`^${sourceOf(glob)}$`, ignoreCase ? 'isu' : 'su');
}

function sourceOf(glob: string): string {
  const segments = splitOutsideBraces(glob, '/').filter(
    (segment, index, all) => segment !== '**' || all[index - 1] !== '**',
  );
  let source = '';
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment !== '**')
      source += segmentSource(segment) + (last || restIsGlobstar(segments, index) ? '' : '/');
    else if (!last) source += index === 0 ? '(?:[^/]+/)*' : '/(?:[^/]+/)*';
    else source += index === 0 ? '.*' : '(?:/.*)?';
  }
  return source;
}

/** The globstar that follows brings its own slash. */
function restIsGlobstar(segments: readonly string[], index: number): boolean {
  return segments[index + 1] === '**';
}

function segmentSource(segment: string): string {
  let source = '';
  let at = 0;
  while (at < segment.length) {
    const sign = segment[at] ?? '';
    if (sign === '*') {
      while (segment[at + 1] === '*') at++;
      source += '[^/]*';
    } else if (sign === '?') {
      source += '[^/]';
    } else if (sign === '{') {
      const end = closingBrace(segment, at);
      if (end < 0) source += '\\{';
      else {
        const choices = splitOutsideBraces(segment.slice(at + 1, end), ',');
        source += `(?:${choices.map(sourceOf).join('|')})`;
        at = end;
      }
    } else if (sign === '[') {
      const end = segment.indexOf(']', at + 2);
      if (end < 0) source += '\\[';
      else {
        source += classSource(segment.slice(at + 1, end));
        at = end;
      }
    } else {
      source += escaped(sign);
    }
    at++;
  }
  return source;
}

function classSource(body: string): string {
  const negated = body.startsWith('!') || body.startsWith('^');
  const members = (negated ? body.slice(1) : body).replaceAll(/[\\\]^[]/g, '\\$&');
  const source = negated ? `[^/${members}]` : `(?!/)[${members}]`;
  try {
    return new RegExp(source, 'u').source;
  } catch {
    // a range that runs backwards matches nothing
    return '(?!)';
  }
}

/** Only syntax signs: with the `u` flag escaping anything else is an error. */
function escaped(sign: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function splitOutsideBraces(text: string, sign: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') {
      const end = closingBrace(text, at);
      if (end > 0) at = end;
    } else if (text[at] === sign) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
