/** One entry of a tar to write. */
export interface TarItem {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** Size as the header states it, default that of the content. */
  readonly size?: number;
  /** Type flag; default `0`, a file. */
  readonly type?: string;
  /** No magic and version, as in v7. */
  readonly v7?: boolean;
}

/** A tar of these entries with its end marker. */
export function writeTar(items: readonly TarItem[]): Buffer {
  return Buffer.concat([...items.flatMap(blocks), Buffer.alloc(1024)]);
}

function blocks(item: TarItem): Buffer[] {
  const content = Buffer.from(item.content ?? '');
  const header = Buffer.alloc(512);
  header.write(item.name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(item.size ?? content.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write('14571500000\0', 136);
  header.write('        ', 148);
  header.write(item.type ?? '0', 156);
  if (!item.v7) header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

/** A PAX record set as the content of an `x` entry. */
export function paxRecords(records: Record<string, string>): string {
  return Object.entries(records)
    .map(([key, value]) => paxRecord(`${key}=${value}\n`))
    .join('');
}

function paxRecord(text: string): string {
  const bare = Buffer.byteLength(text) + 1;
  let length = bare + String(bare).length;
  if (bare + String(length).length !== length) length = bare + String(length).length;
  return `${length} ${text}`;
}
