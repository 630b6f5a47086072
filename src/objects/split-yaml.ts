import type { DocumentPiece, DocumentPieces } from './document.js';

/**
 * Takes a YAML file apart at `---` and, for a list as `kubectl get -o yaml` writes it (`items:` at the left margin), at its items.
 * Text is not parsed: a line that starts an item at the items' own indentation cannot be inside a scalar, because block scalars and
 * continued scalars are indented deeper than their parent (YAML 1.2, sections 8.1 and 7.3).
 */
export function splitYaml(text: string): readonly DocumentPieces[] {
  const lists: DocumentPieces[] = [];
  const lines = text.split('\n');
  let start = 0;
  for (let index = 0; index <= lines.length; index++) {
    const line = lines[index];
    if (line !== undefined && !isDocumentMarker(line)) continue;
    if (hasContent(lines, start, index)) lists.push(splitDocument(lines, start, index));
    start = index + 1;
    // Content may begin on the marker's line: `--- {kind: Pod}`.
    if (line?.startsWith('--- ')) {
      start = index;
      lines[index] = `   ${line.slice(3)}`;
    }
  }
  return lists;
}

/** YAML 1.2, section 9.1.2: at the left margin, alone or before a blank; also inside a scalar. */
function isDocumentMarker(line: string): boolean {
  return /^(---|\.\.\.)(\s|$)/.test(line);
}

/** False for nothing but comments, blank lines and directives (`%YAML 1.2`). */
function hasContent(lines: readonly string[], start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const line = lines[index] ?? '';
    if (indentationOf(line) !== undefined && !line.startsWith('%')) return true;
  }
  return false;
}

function splitDocument(lines: readonly string[], start: number, end: number): DocumentPieces {
  const itemsLine = findItems(lines, start, end);
  if (itemsLine === undefined) {
    return { header: '', pieces: [{ line: start + 1, text: textOf(lines.slice(start, end), end < lines.length) }] };
  }
  const pieces: DocumentPiece[] = [];
  let index = itemsLine + 1;
  const margin = marginOfItems(lines, index, end);
  let itemStart: number | undefined;
  for (; index < end; index++) {
    const line = lines[index] ?? '';
    const indentation = indentationOf(line);
    if (indentation === undefined) continue;
    const startsItem = indentation === margin && isItemStart(line, margin);
    if (!startsItem && indentation > margin) continue;
    if (itemStart !== undefined) pieces.push(piece(lines, itemStart, index, margin));
    itemStart = startsItem ? index : undefined;
    if (!startsItem) break;
  }
  if (itemStart !== undefined) pieces.push(piece(lines, itemStart, index, margin));
  const header = [...lines.slice(start, itemsLine), ...lines.slice(index, end)].join('\n');
  return { header, pieces };
}

/** The list's `items:` key; a scalar at the left margin before it means that this is no list of the known form. */
function findItems(lines: readonly string[], start: number, end: number): number | undefined {
  for (let index = start; index < end; index++) {
    const line = lines[index] ?? '';
    if (/^items:\s*(#.*)?$/.test(line)) return index;
    // An object of its own may have a field `items` further down (ConfigMap data is indented), but it has `metadata` with a name.
    if (/^(spec|data|status|stringData|binaryData|webhooks|rules):/.test(line)) return undefined;
  }
  return undefined;
}

function marginOfItems(lines: readonly string[], from: number, end: number): number {
  for (let index = from; index < end; index++) {
    const indentation = indentationOf(lines[index] ?? '');
    if (indentation !== undefined) return indentation;
  }
  return 0;
}

function isItemStart(line: string, margin: number): boolean {
  return line[margin] === '-' && (line[margin + 1] === ' ' || line.length === margin + 1 || line[margin + 1] === '\r');
}

/** Number of leading blanks; undefined for an empty line or a comment. */
function indentationOf(line: string): number | undefined {
  let index = 0;
  while (line[index] === ' ') index++;
  const first = line[index];
  return first === undefined || first === '\r' || first === '#' ? undefined : index;
}

/** The item as a document of its own: the dash becomes a blank, so that columns stay as they are. */
function piece(lines: readonly string[], start: number, end: number, margin: number): DocumentPiece {
  const first = lines[start] ?? '';
  const text = textOf([`${first.slice(0, margin)} ${first.slice(margin + 1)}`, ...lines.slice(start + 1, end)], end < lines.length);
  return { line: start + 1, text };
}

/** The last line's end belongs to the piece: a block scalar (`|+`) may keep it. */
function textOf(lines: readonly string[], isFollowed: boolean): string {
  return `${lines.join('\n')}${isFollowed ? '\n' : ''}`;
}
