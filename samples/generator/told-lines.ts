/** Lines of a tree file or of `repeat:` with the moment each belongs to. */

import { ClockFace } from './clock-face.js';
import { compileLine, writeLine } from './line-template.js';
import type { ToldLine } from './log-traffic.js';
import { randomSource, seedOf } from './random.js';
import type { SampleSpec } from './sample-spec.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const KUBECTL_OR_LOGRUS = /^(?:time=")?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;
const JOURNAL = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d(?:\.\d+)?) /;
const KLOG = /^[IWEF](\d\d)(\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)/;

/** How the lines of a log file begin: kubectl stamp, journalctl stamp, or the program's own text. */
type LineStamp = '{nano} ' | '{journal} ' | '';

/** The stamp of the lines of a log file, by its path in the bundle. */
export function lineStampOf(path: string): LineStamp {
  if (path.startsWith('logs/')) {
    return '{nano} ';
  }
  return /\/(kubelet|containerd|console)\.log(\.\d+)?$/.test(path) ? '' : '{journal} ';
}

/**
 * Reads the lines of a tree log. A line without a time belongs to the line before it.
 * @param latest upper bound of all times (the bundle's creation): gives the year of stamps without one
 */
export function readToldLines(text: string, latest: number): ToldLine[] {
  const lines: ToldLine[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const time = timeOf(line, latest);
    const previous = lines.at(-1);
    if (time === undefined && previous !== undefined) {
      previous.text += `\n${line}`;
    } else {
      lines.push({ time: time ?? 0, text: line });
    }
  }
  return lines;
}

function timeOf(line: string, latest: number): number | undefined {
  const full = KUBECTL_OR_LOGRUS.exec(line);
  if (full?.[1] !== undefined) {
    return Date.parse(full[1]);
  }
  const klog = KLOG.exec(line);
  if (klog !== null) {
    return inYearBefore(`${klog[1]}-${klog[2]}T${klog[3]}Z`, latest);
  }
  const journal = JOURNAL.exec(line);
  if (journal !== null) {
    const month = String(MONTHS.indexOf(journal[1] ?? '') + 1).padStart(2, '0');
    return inYearBefore(`${month}-${(journal[2] ?? '').replace(' ', '0')}T${journal[3]}Z`, latest);
  }
  return undefined;
}

function inYearBefore(dayAndTime: string, latest: number): number {
  const year = new Date(latest).getUTCFullYear();
  const time = Date.parse(`${year}-${dayAndTime}`);
  return time > latest + 86_400_000 ? Date.parse(`${year - 1}-${dayAndTime}`) : time;
}

/** Tells the lines of one `repeat:` rule; the jitter is below a fifth of the interval and the same for the same seed. */
export function repeatedLines(repeat: SampleSpec['repeat'][number], seed: string): ToldLine[] {
  const random = randomSource(seedOf(`${seed}/${repeat.path}/${repeat.lines[0] ?? ''}`));
  const clock = new ClockFace();
  const stamp = lineStampOf(repeat.path);
  const lines: ToldLine[] = [];
  let count = 0;
  for (let tick = repeat.from; tick < repeat.until; tick += repeat.every) {
    const start = tick + (random() / 2 ** 32) * repeat.every * 0.2;
    count += 1;
    for (const [position, text] of repeat.lines.entries()) {
      // Lines of one tick stand a fraction of a millisecond apart, as programs write them.
      const time = start + position * 0.4;
      lines.push({ time, text: fillLine(stamp + text.replaceAll('{n}', String(count)), time, clock, random) });
    }
  }
  return lines;
}

/** Fills the placeholders of a line for one moment. */
export function fillLine(text: string, time: number, clock: ClockFace, random: () => number): string {
  const template = compileLine(text);
  const target = Buffer.alloc(template.bytes.length);
  writeLine(template, target, 0, time, clock, random);
  return target.toString('utf8', 0, target.length - 1);
}
