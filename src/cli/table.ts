import { columns, pad } from '../report/wrap.js';

/**
 * Lines in which the cells of a column stand below each other; the last column has no fixed width.
 * @param rows cells of each row, harmless for a terminal
 */
export function alignedRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, columns(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
