/**
 * Rows of cells in columns of equal width, for people: the first `figures` columns to the right, the rest to the left.
 */
export function columnsText(rows: readonly (readonly string[])[], figures: number): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    rows.reduce((widest, row) => Math.max(widest, cellsOf(row[column] ?? '')), 0),
  );
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - cellsOf(cell));
        return column < figures ? `${padding}${cell}` : `${cell}${padding}`;
      });
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** Drawn over the character before it; and in two cells of a terminal: East Asian letters, full-width forms, pictures. */
const OVER = /[\p{Mn}\p{Me}\p{Cf}]/gu;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}]/gu;

/** Cells that a text takes in a terminal. */
function cellsOf(text: string): number {
  const drawn = text.replace(OVER, '');
  return Array.from(drawn).length + (drawn.match(WIDE)?.length ?? 0);
}
