import { readQuoted } from './go-quoted.js';

const START = 'Event(v1.ObjectReference{';
const REFERENCE_MEMBER = /(Kind|Namespace|Name):(?=")/y;
const TAIL = /\}\): type: '([A-Za-z]{1,32})' reason: '([^']{1,128})' /y;
/** A reference has seven members; names are short. A message in which it does not end here is no event. */
const LONGEST_REFERENCE = 2048;

/**
 * Reads the event that client-go's recorder writes into a message,
 * `Event(v1.ObjectReference{Kind:"Volume", Namespace:"…", Name:"…", …}): type: 'Warning' reason: 'Detached' text`, as the fields
 * `event.kind`, `event.namespace`, `event.name`, `event.type`, `event.reason` and `event.message`. The level of the line is
 * always info, whatever the event's type. Gives undefined for messages that are no event.
 */
export function readKubernetesEvent(message: string): ReadonlyMap<string, string> | undefined {
  if (!message.startsWith(START)) return undefined;
  const close = message.slice(0, LONGEST_REFERENCE).indexOf("}): type: '");
  TAIL.lastIndex = close;
  const tail = close < 0 ? null : TAIL.exec(message);
  if (tail === null) return undefined;
  const fields = new Map([
    ['event.type', tail[1] ?? ''],
    ['event.reason', tail[2] ?? ''],
    ['event.message', message.slice(TAIL.lastIndex)],
  ]);
  for (let at = START.length; at > 0 && at < close; ) {
    REFERENCE_MEMBER.lastIndex = at;
    const name = REFERENCE_MEMBER.exec(message)?.[1];
    if (name !== undefined) fields.set(`event.${name.toLowerCase()}`, readQuoted(message, at + name.length + 1).value);
    const comma = message.indexOf(', ', at);
    at = comma < 0 ? close : comma + 2;
  }
  return fields;
}
