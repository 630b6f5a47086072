/** A log line as bytes with slots for times and numbers, so that gigabytes of lines cost little. */

import { type ClockFace, isTimeForm, TIME_WIDTHS, type TimeForm } from './clock-face.js';
import type { RandomSource } from './random.js';

type Slot =
  | { kind: 'time'; offset: number; form: TimeForm }
  | { kind: 'digits'; offset: number; width: number }
  | { kind: 'hex'; offset: number; width: number };

/** One compiled line. */
export interface LineTemplate {
  /** the line with its line feed; slots hold filler */
  bytes: Buffer;
  slots: readonly Slot[];
}

const PLACEHOLDER = /\{(nano|micro|milli|rfc3339|klog|date|felix|journal|access|d:\d+|x:\d+)\}/g;

/** First digits of decimal numbers are never 0. */
const DIGIT_ONE = 0x31;
const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');

/**
 * Compiles a line. Placeholders: a time form (`{nano}`, `{klog}`, ...), `{d:3}` three decimal digits, `{x:8}` eight
 * hexadecimal digits. Everything else stands as it is.
 */
export function compileLine(text: string): LineTemplate {
  const slots: Slot[] = [];
  const parts: Buffer[] = [];
  let length = 0;
  let last = 0;
  const push = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  for (const match of text.matchAll(PLACEHOLDER)) {
    push(Buffer.from(text.slice(last, match.index), 'utf8'));
    last = match.index + match[0].length;
    const name = match[1] ?? '';
    if (isTimeForm(name)) {
      slots.push({ kind: 'time', offset: length, form: name });
      push(Buffer.alloc(TIME_WIDTHS[name], '0'));
      continue;
    }
    const width = Number(name.slice(2));
    slots.push({ kind: name.startsWith('d') ? 'digits' : 'hex', offset: length, width });
    push(Buffer.alloc(width, '1'));
  }
  push(Buffer.from(`${text.slice(last)}\n`, 'utf8'));
  return { bytes: Buffer.concat(parts, length), slots };
}

/**
 * Writes a line at `offset` and returns the offset after it; the target must have room for `template.bytes.length`.
 * @param millis the moment of the line, milliseconds since the epoch with fraction
 */
export function writeLine(
  template: LineTemplate,
  target: Buffer,
  offset: number,
  millis: number,
  clock: ClockFace,
  random: RandomSource,
): number {
  target.set(template.bytes, offset);
  for (const slot of template.slots) {
    const at = offset + slot.offset;
    if (slot.kind === 'time') {
      // A last digit other than 0: the API cuts trailing zeros of nanoseconds, and the width must stay.
      clock.write(slot.form, millis, slot.form === 'nano' ? (random() % 100) * 10 + 1 + (random() % 9) : 0, target, at);
    } else {
      fillNumber(slot, target, at, random);
    }
  }
  return offset + template.bytes.length;
}

function fillNumber(
  slot: { kind: 'digits' | 'hex'; width: number },
  target: Buffer,
  at: number,
  random: RandomSource,
): void {
  let bits = random();
  for (let i = 0; i < slot.width; i += 1) {
    if (i % 7 === 0 && i > 0) {
      bits = random();
    }
    if (slot.kind === 'hex') {
      target[at + i] = HEX_DIGITS[bits & 15] ?? 0x30;
    } else {
      target[at + i] = i === 0 ? DIGIT_ONE + ((bits & 15) % 9) : 0x30 + ((bits & 15) % 10);
    }
    bits >>>= 4;
  }
}
