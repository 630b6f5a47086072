import type { WarningCode, WarningSink } from '../errors/index.js';
import type { Budget } from './budget.js';
import type { Decompressor } from './decompressor.js';
import { safeEntryName } from './entry-name.js';
import { StreamDamage } from './stream-damage.js';

/** What a format reader knows of its surroundings. */
export interface ArchiveContext {
  /** What messages call the archive: its path in the bundle, or the name of the source. */
  readonly name: string;
  /** What stands before its members' names in a path: empty, or `outer.zip!/`. */
  readonly prefix: string;
  readonly budget: Budget;
  readonly warn: WarningSink;
  /** Takes what lies in a file. */
  readonly decompressor?: Decompressor;
}

/** Path in the bundle of a member, from its name as stored. */
export function memberPath(context: ArchiveContext, storedName: string): string {
  return context.prefix + safeEntryName(storedName).path;
}

/** Warns about the archive itself. */
export function warnArchive(context: ArchiveContext, code: WarningCode, what: string): void {
  context.warn({ code, message: `${context.name}: ${what}`, path: context.name });
}

/** Warns about one member; the message begins with its path. */
export function warnMember(context: ArchiveContext, code: WarningCode, storedName: string, what: string): void {
  const path = memberPath(context, storedName);
  context.warn({ code, message: `${path}: ${what}`, path });
}

/** Warns about one member and gives the error that ends its stream. */
export function memberDamage(
  context: ArchiveContext,
  code: WarningCode,
  storedName: string,
  what: string,
): StreamDamage {
  warnMember(context, code, storedName, what);
  return new StreamDamage(what);
}
