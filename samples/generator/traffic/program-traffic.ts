/** What a program's normal log is made of. */

import { ClockFace } from '../clock-face.js';
import type { ClusterVolume } from '../cluster/volumes.js';
import type { ToldLine } from '../log-traffic.js';
import { type RandomSource, randomSource, seedOf } from '../random.js';
import type { NodeSpec, SampleSpec } from '../sample-spec.js';
import { fillLine } from '../told-lines.js';

/** The program whose log is written. */
export interface TrafficSubject {
  spec: SampleSpec;
  node: NodeSpec;
  namespace: string;
  pod: string;
  container: string;
  volumes: readonly ClusterVolume[];
}

/** Normal log of a program: repeating lines without stamp, and told lines that happen once. */
export interface ProgramTraffic {
  /** relative size of the log */
  share: number;
  lines: readonly string[];
  told?: readonly ToldLine[];
}

/** Tells lines a number of minutes before the bundle, some milliseconds apart. */
export class Narrator {
  private readonly clock = new ClockFace();
  private readonly random: RandomSource;
  private readonly createdAt: number;
  private readonly stamp: string;

  /** @param stamp the placeholder every line begins with, such as `{nano} ` */
  constructor(subject: TrafficSubject, stamp: string) {
    this.random = randomSource(seedOf(`${subject.spec.seed}/${subject.pod}/${subject.container}`));
    this.createdAt = subject.spec.createdAt;
    this.stamp = stamp;
  }

  /** @param everyMillis distance of the lines */
  tell(minutesBefore: number, texts: readonly string[], everyMillis = 12): ToldLine[] {
    return texts.map((text, index) => {
      const time = this.createdAt - minutesBefore * 60_000 + index * everyMillis + (this.random() % 1000) / 1000;
      return { time, text: fillLine(this.stamp + text, time, this.clock, this.random) };
    });
  }
}

/** A logrus line. `fields` follow the message as they stand. */
export function logrus(level: string, message: string, fields = ''): string {
  return `time="{rfc3339}" level=${level} msg="${message.replaceAll('"', '\\"')}"${fields === '' ? '' : ` ${fields}`}`;
}

/** A klog line; `level` is I, W or E. */
export function klog(level: string, source: string, message: string): string {
  return `${level}{klog}       1 ${source}] ${message}`;
}
