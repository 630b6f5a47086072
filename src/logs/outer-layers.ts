import type { Instant, YearlessTime } from '../model/time.js';
import { peelApiStamp } from './formats/api-stamp.js';
import { peelDmesg } from './formats/dmesg.js';
import { peelInstancePrefix } from './formats/instance-prefix.js';
import type { Layer, LayerPeeler } from './formats/layer.js';
import { peelCutSyslogHeader, peelSyslogHeader } from './formats/syslog-header.js';

/** All outer layers of a line together. */
export interface PeeledLine extends Omit<Layer, 'time' | 'yearless'> {
  /** Full times of the layers, outermost first. */
  readonly times: readonly Instant[];
  /** Times without a year, outermost first. */
  readonly yearless: readonly YearlessTime[];
}

const ESCAPE_CHARACTER = '\u001b';
const COLOUR = new RegExp(`${ESCAPE_CHARACTER}\\[[0-9;]*m`, 'g');
/** In the order in which they are tried, with the first characters that a line must have for each. */
const PEELERS: readonly { readonly begins: RegExp; readonly peel: LayerPeeler }[] = [
  { begins: /\d/, peel: peelApiStamp },
  { begins: /[A-Z]/, peel: peelSyslogHeader },
  { begins: /[a-z\d ]/, peel: peelCutSyslogHeader },
  { begins: /[a-z\d[]/, peel: peelDmesg },
  { begins: /\[/, peel: peelInstancePrefix },
];
/** By code of a line's first character: most lines are tried with one or two. */
const PEELERS_BY_CODE: readonly (readonly LayerPeeler[])[] = Array.from({ length: 128 }, (_, code) =>
  PEELERS.filter(({ begins }) => begins.test(String.fromCharCode(code))).map(({ peel }) => peel),
);
const NO_PEELERS: readonly LayerPeeler[] = [];
/** Real lines have at most four (API, CRI, journald, instance); a line made of stamps alone must not cost more. */
const MAX_LAYERS = 6;

/** Takes colours and all outer layers off a line, whatever their order. */
export function peelOuterLayers(line: string): PeeledLine {
  const peeled: { -readonly [Part in keyof PeeledLine]: PeeledLine[Part] } & {
    times: Instant[];
    yearless: YearlessTime[];
  } = {
    rest: stripColours(line),
    times: [],
    yearless: [],
    level: undefined,
    instance: undefined,
    host: undefined,
    program: undefined,
    partial: undefined,
  };
  for (let count = 0; count < MAX_LAYERS; count++) {
    const layer = peelOne(peeled.rest);
    if (layer === undefined) break;
    peeled.rest = layer.program === 'kernel' ? layer.rest.trimStart() : layer.rest;
    if (layer.time !== undefined) peeled.times.push(layer.time);
    if (layer.yearless !== undefined) peeled.yearless.push(layer.yearless);
    peeled.level = layer.level ?? peeled.level;
    peeled.instance = layer.instance ?? peeled.instance;
    peeled.host = layer.host ?? peeled.host;
    peeled.program = layer.program ?? peeled.program;
    peeled.partial = layer.partial ?? peeled.partial;
  }
  return peeled;
}

/** Puts the layers of a line that another line carried below those of its carrier. */
export function nestLayers(carrier: PeeledLine, carrierTime: Instant | undefined, carried: PeeledLine): PeeledLine {
  return {
    ...carrier,
    rest: carried.rest,
    times: [...carrier.times, ...(carrierTime === undefined ? [] : [carrierTime]), ...carried.times],
    yearless: [...carrier.yearless, ...carried.yearless],
    level: carried.level ?? carrier.level,
    instance: carried.instance ?? carrier.instance,
    host: carried.host ?? carrier.host,
    program: carried.program ?? carrier.program,
  };
}

function stripColours(line: string): string {
  return line.includes(ESCAPE_CHARACTER) ? line.replace(COLOUR, '') : line;
}

function peelOne(line: string): Layer | undefined {
  for (const peel of PEELERS_BY_CODE[line.charCodeAt(0)] ?? NO_PEELERS) {
    const layer = peel(line);
    if (layer !== undefined) return layer;
  }
  return undefined;
}
