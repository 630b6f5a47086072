/**
 * Joins the lines of a plain or single-quoted scalar: blanks around line ends go, one line end becomes a blank, n of them become n - 1
 * (YAML 1.2, section 6.5).
 * @param source the scalar's text without quotes
 */
export function unfoldLines(source: string): string {
  const lines = source.split('\n');
  let unfolded = (lines[0] ?? '').replace(TRAILING, '');
  let separator = ' ';
  for (let index = 1; index < lines.length - 1; index++) {
    const line = (lines[index] ?? '').replace(LEADING, '').replace(TRAILING, '');
    if (line !== '') {
      unfolded += separator + line;
      separator = ' ';
    } else if (separator === '\n') {
      unfolded += separator;
    } else {
      separator = '\n';
    }
  }
  return unfolded + separator + (lines.at(-1) ?? '').replace(LEADING, '');
}

const LEADING = /^ +/;
/** The look-behind keeps the search linear in a long run of blanks. */
const TRAILING = /(?<! ) +$/;
