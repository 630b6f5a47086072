import { readDayFirstDateTime } from '../timestamps.js';
import type { ParsedBody } from './body.js';
import { levelOfWord } from './level-words.js';

const HEADER =
  / : epoch [0-9a-fA-F]{1,16} : (\S{1,253}) : [^\s[]{1,64}\[([^\]]{1,64})\] (\S{1,128}) :([^:]{1,40}) :([A-Z_]{3,10}) :/y;

/**
 * Parses NFS-Ganesha (Longhorn's share managers):
 * `DD/MM/YYYY HH:MM:SS : epoch 6849f0c2 : host : program-pid[thread] function :COMPONENT :LEVEL :message`, zone taken as UTC.
 */
export function parseNfsGanesha(body: string): ParsedBody | undefined {
  const stamp = readDayFirstDateTime(body);
  if (stamp === undefined) return undefined;
  HEADER.lastIndex = stamp.end;
  const match = HEADER.exec(body);
  if (match === null) return undefined;
  const [, host = '', thread = '', caller = '', component = '', word = ''] = match;
  return {
    message: body.slice(HEADER.lastIndex),
    level: levelOfWord(word),
    time: stamp.instant,
    fields: new Map([
      ['host', host],
      ['thread', thread],
      ['caller', caller],
      ['component', component],
    ]),
  };
}
