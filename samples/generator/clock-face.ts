/** The time forms that log lines use, as ASCII digits of one moment; fields change only when the second does. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Time forms and their width in bytes; `log-formats` of each program decide which one a line uses. */
export const TIME_WIDTHS = {
  /** `2025-03-11T08:01:02.003004005Z`, kubectl and containerd */
  nano: 30,
  /** `2025-03-11T08:01:02.003004Z`, KubeVirt, etcd */
  micro: 27,
  /** `2025-03-11T08:01:02.003Z`, Prometheus */
  milli: 24,
  /** `2025-03-11T08:01:02Z`, logrus */
  rfc3339: 20,
  /** `0311 08:01:02.003004`, klog */
  klog: 20,
  /** `2025/03/11 08:01:02`, Rancher and the Go log package */
  date: 19,
  /** `2025-03-11 08:01:02.003`, Calico Felix */
  felix: 23,
  /** `Mar 11 08:01:02.003004`, journalctl -o short-precise */
  journal: 22,
  /** `11/Mar/2025:08:01:02 +0000`, access logs */
  access: 26,
} as const;

/** Name of a time form. */
export type TimeForm = keyof typeof TIME_WIDTHS;

/** One form's digits; everything but the fraction is kept from line to line. */
interface Face {
  bytes: Buffer;
  /** offset of `HH:MM:SS` */
  timeAt: number;
  /** second (of the epoch) that `bytes` shows */
  second: number;
}

const DAY_SECONDS = 86_400;

/** Writes moments in every time form. */
export class ClockFace {
  private second = Number.NaN;
  private day = Number.NaN;
  private readonly timeOfDay = Buffer.alloc(8, '00:00:00');
  private faces: Partial<Record<TimeForm, Face>> = {};

  /**
   * Writes one moment into `target` at `offset`.
   * @param millis milliseconds since the epoch, with a fraction for micro- and nanoseconds
   * @param nanos the last three digits (0 to 999) of forms with nanoseconds
   */
  write(form: TimeForm, millis: number, nanos: number, target: Buffer, offset: number): void {
    const second = Math.floor(millis / 1000);
    if (second !== this.second) {
      this.setSecond(second);
    }
    const face = this.faces[form];
    if (face === undefined) {
      return;
    }
    if (face.second !== second) {
      face.bytes.set(this.timeOfDay, face.timeAt);
      face.second = second;
    }
    target.set(face.bytes, offset);
    const fraction = FRACTION_OFFSETS[form];
    if (fraction === 0) {
      return;
    }
    const micros = Math.min(999_999, Math.floor((millis - second * 1000) * 1000));
    if (form === 'milli' || form === 'felix') {
      writeDigits(target, offset + fraction, Math.floor(micros / 1000), 3);
      return;
    }
    writeDigits(target, offset + fraction, micros, 6);
    if (form === 'nano') {
      writeDigits(target, offset + fraction + 6, nanos, 3);
    }
  }

  private setSecond(second: number): void {
    this.second = second;
    const day = Math.floor(second / DAY_SECONDS);
    if (day !== this.day) {
      this.day = day;
      this.faces = facesOfDay(new Date(day * DAY_SECONDS * 1000));
    }
    const secondOfDay = second - day * DAY_SECONDS;
    writeDigits(this.timeOfDay, 0, Math.floor(secondOfDay / 3600), 2);
    writeDigits(this.timeOfDay, 3, Math.floor(secondOfDay / 60) % 60, 2);
    writeDigits(this.timeOfDay, 6, secondOfDay % 60, 2);
  }
}

/** Offset of the digits after the second's point; 0 for forms without a fraction. */
const FRACTION_OFFSETS: Readonly<Record<TimeForm, number>> = {
  nano: 20,
  micro: 20,
  milli: 20,
  rfc3339: 0,
  klog: 14,
  date: 0,
  felix: 20,
  journal: 16,
  access: 0,
};

function facesOfDay(midnight: Date): Record<TimeForm, Face> {
  const iso = midnight.toISOString();
  const [year, month, day] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)];
  const monthName = MONTHS[Number(month) - 1] ?? 'Jan';
  const face = (text: string): Face => ({
    bytes: Buffer.from(text, 'latin1'),
    timeAt: text.indexOf('00:00:00'),
    second: Number.NaN,
  });
  return {
    nano: face(`${year}-${month}-${day}T00:00:00.000000000Z`),
    micro: face(`${year}-${month}-${day}T00:00:00.000000Z`),
    milli: face(`${year}-${month}-${day}T00:00:00.000Z`),
    rfc3339: face(`${year}-${month}-${day}T00:00:00Z`),
    klog: face(`${month}${day} 00:00:00.000000`),
    date: face(`${year}/${month}/${day} 00:00:00`),
    felix: face(`${year}-${month}-${day} 00:00:00.000`),
    journal: face(`${monthName} ${day} 00:00:00.000000`),
    access: face(`${day}/${monthName}/${year}:00:00:00 +0000`),
  };
}

/** Tells whether a placeholder name is a time form. */
export function isTimeForm(name: string): name is TimeForm {
  return Object.hasOwn(TIME_WIDTHS, name);
}

function writeDigits(target: Buffer, offset: number, value: number, width: number): void {
  let rest = value;
  for (let at = offset + width - 1; at >= offset; at -= 1) {
    target[at] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
