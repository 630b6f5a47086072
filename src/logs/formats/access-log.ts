import { readAccessLogTime } from '../timestamps.js';
import type { ParsedBody } from './body.js';

const HEADER = /^(\S{1,512}) (\S{1,128}) (\S{1,128}) \[(?=\d\d\/)/;
const REQUEST = /\] "([A-Z]{1,16}) ([^\s"]*)(?: [^"]*)?" (\d{3}) (\d{1,20}|-)/y;

/**
 * Parses the common and combined access log of nginx, Apache and Longhorn's API:
 * `10.52.0.57 - - [22/Mar/2022:17:13:23 +0000] "GET /v1/volumes HTTP/1.1" 404 0 …`. The message is the whole line;
 * client, method, path, status and size are fields.
 */
export function parseAccessLog(body: string): ParsedBody | undefined {
  const header = HEADER.exec(body);
  const stamp = header === null ? undefined : readAccessLogTime(body, header[0].length);
  if (header === null || stamp === undefined) return undefined;
  const fields = new Map([['client', header[1] ?? '']]);
  REQUEST.lastIndex = stamp.end;
  const request = REQUEST.exec(body);
  ['method', 'path', 'status', 'size'].forEach((name, index) => {
    const value = request?.[index + 1];
    if (value !== undefined) fields.set(name, value);
  });
  return { message: body, time: stamp.instant, fields };
}
