/** What minifiers are run on; other files with long lines (prose, data) are not minified. */
const MINIFIABLE = /\.(?:js|mjs|cjs|css)$/i;

const MINIFIED_NAME = /[.-]min\.(?:js|mjs|cjs|css|html|svg|json)$/i;

/** Characters looked at: enough to tell, and a fixed cost for files of a megabyte. */
const SAMPLE = 64_000;

/** Shorter files cost less than being wrong about them. */
const SHORTEST_JUDGED = 1_000;

/** Mean line length above which GitHub Linguist calls a script or style sheet minified. */
const MINIFIED_LINE = 110;

/**
 * Share of white space below which code is minified. Linguist has no such test and so catches tables of long
 * sentences; written code has 15 to 35 %, prose 15 to 20 %, minified code 1 to 6 %.
 */
const MINIFIED_WHITE_SPACE = 0.1;

/** Text in Chinese, Japanese or Korean has no spaces; from here on a character counts as prose. */
const FIRST_CJK_CODE_UNIT = 0x2e80;

/** Whether the name says that the file is minified. */
export function isMinifiedName(path: string): boolean {
  return MINIFIED_NAME.test(path);
}

/** Whether a script or style sheet is minified, by the shape of its lines. `text`: all of it. */
export function looksMinified(path: string, text: string): boolean {
  if (!MINIFIABLE.test(path) || text.length < SHORTEST_JUDGED) return false;
  const code = withoutLeadingLicence(text).slice(0, SAMPLE);
  if (code.length < SHORTEST_JUDGED) return false;
  let lines = 1;
  let loose = 0;
  for (let i = 0; i < code.length; i++) {
    const unit = code.charCodeAt(i);
    if (unit === 0x0a) lines++;
    if (unit <= 0x20 || unit >= FIRST_CJK_CODE_UNIT) loose++;
  }
  return code.length / lines > MINIFIED_LINE && loose / code.length < MINIFIED_WHITE_SPACE;
}

/** Minifiers keep the licence: a long one would hide a short program. */
function withoutLeadingLicence(text: string): string {
  const start = text.search(/\S/);
  if (start < 0 || !text.startsWith('/*', start)) return text;
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text : text.slice(end + 2);
}
