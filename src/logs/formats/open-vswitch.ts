import { readRfc3339 } from '../timestamps.js';
import type { ParsedBody } from './body.js';
import { levelOfWord } from './level-words.js';

const PARTS = /\|\d{1,10}\|([^|\s]{1,64})\|([A-Z]{3,5})\|/y;

/** Parses Open vSwitch and OVN: `2025-05-14T09:37:32Z|02653|module|WARN|message` (ovs-appctl(8), `vlog` default pattern for files). */
export function parseOpenVswitch(body: string): ParsedBody | undefined {
  const stamp = readRfc3339(body);
  if (stamp === undefined) return undefined;
  PARTS.lastIndex = stamp.end;
  const [, component = '', word = ''] = PARTS.exec(body) ?? [];
  if (word === '') return undefined;
  return {
    message: body.slice(PARTS.lastIndex),
    level: levelOfWord(word),
    time: stamp.instant,
    fields: new Map([['component', component]]),
  };
}
