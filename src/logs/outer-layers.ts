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
const PEELERS: readonly LayerPeeler[] = [
  peelApiStamp,
  peelSyslogHeader,
  peelCutSyslogHeader,
  peelDmesg,
  peelInstancePrefix,
];
/** Real lines have at most four (API, CRI, journald, instance); a line made of stamps alone must not cost more. */
const MAX_LAYERS = 6;

/** Takes colours and all outer layers off a line, whatever their order. */
export function peelOuterLayers(line: string): PeeledLine {
  let rest = stripColours(line);
  let merged: Partial<Layer> = {};
  const times: Instant[] = [];
  const yearless: YearlessTime[] = [];
  for (let count = 0; count < MAX_LAYERS; count++) {
    const layer = peelOne(rest);
    if (layer === undefined) break;
    rest = layer.program === 'kernel' ? layer.rest.trimStart() : layer.rest;
    if (layer.time !== undefined) times.push(layer.time);
    if (layer.yearless !== undefined) yearless.push(layer.yearless);
    merged = {
      level: layer.level ?? merged.level,
      instance: layer.instance ?? merged.instance,
      host: layer.host ?? merged.host,
      program: layer.program ?? merged.program,
      partial: layer.partial ?? merged.partial,
    };
  }
  return { ...merged, rest, times, yearless };
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
  for (const peel of PEELERS) {
    const layer = peel(line);
    if (layer !== undefined) return layer;
  }
  return undefined;
}
