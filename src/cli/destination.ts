import { constants } from 'node:fs';
import { access, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BundlescopeError } from '../errors/index.js';
import { untilInterrupted } from './interruption.js';
import type { Terminal } from './terminal.js';

/** The bits of a file's mode that are not its type. */
const PERMISSIONS = 0o7777;

/** Where reports go. Nothing of a file is seen before `commit`. */
export interface Destination {
  /** Whether this is a terminal's screen. */
  readonly isTerminal: boolean;
  write(text: string): Promise<void>;
  /** Makes what was written stay. */
  commit(): Promise<void>;
  /** Throws it away where that is possible. */
  discard(): Promise<void>;
}

/** Standard output; a reader who does not go on (a pager) does not keep the user from interrupting. */
export function standardOutput({ stdout, signal }: Terminal): Destination {
  return {
    isTerminal: stdout.isTerminal,
    write: (text) => untilInterrupted(stdout.write(text), signal),
    commit: async () => undefined,
    discard: async () => undefined,
  };
}

/**
 * A file that is written beside its place and then moved there, so that neither an interruption nor a full disk leaves half a report or takes
 * away the old one. What is no regular file (`/dev/stdout`, a named pipe) is written directly.
 * @param inputs paths of the bundles, which must not be overwritten
 * @throws BundlescopeError `usage` when it can be seen beforehand that it cannot be written: an analysis takes minutes
 */
export async function openOutputFile(path: string, inputs: readonly string[]): Promise<Destination> {
  const target = await realpath(path).catch(() => resolve(path));
  for (const input of inputs) {
    if ((await realpath(input).catch(() => undefined)) === target) {
      throw new BundlescopeError('usage', `${path}: is the bundle itself; give --output another file`);
    }
  }
  const existing = await stat(target).catch(() => undefined);
  if (existing?.isDirectory())
    throw new BundlescopeError(
      'usage',
      `${path}: is a directory; give --output a file in it, such as ${join(path, 'report.json')}`,
    );
  const isDevice = existing !== undefined && !existing.isFile();
  await access(isDevice ? target : dirname(target), constants.W_OK).catch(unwritable(path));
  if (existing !== undefined) await access(target, constants.W_OK).catch(unwritable(path));
  return isDevice ? new DeviceDestination(path) : new FileDestination(path, target, existing?.mode);
}

class DeviceDestination implements Destination {
  readonly isTerminal = false;
  readonly #path: string;
  #file: FileHandle | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async write(text: string): Promise<void> {
    this.#file ??= await open(this.#path, 'w').catch(unwritable(this.#path));
    await this.#file.writeFile(text).catch(unwritable(this.#path));
  }

  async commit(): Promise<void> {
    await this.#file?.close();
  }

  discard(): Promise<void> {
    return this.commit();
  }
}

class FileDestination implements Destination {
  readonly isTerminal = false;
  readonly #path: string;
  readonly #target: string;
  readonly #temporary: string;
  readonly #mode: number | undefined;
  #file: FileHandle | undefined;

  /** @param mode permissions to keep, of the file that is replaced */
  constructor(path: string, target: string, mode: number | undefined) {
    this.#path = path;
    this.#target = target;
    this.#temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    this.#mode = mode;
  }

  async write(text: string): Promise<void> {
    this.#file ??= await this.#create().catch(unwritable(this.#path));
    await this.#file.writeFile(text).catch(unwritable(this.#path));
  }

  /** Never through a file or link that somebody put there. */
  async #create(): Promise<FileHandle> {
    const file = await open(this.#temporary, 'wx');
    // Unlike a mode given to open, this one is not cut by the umask.
    if (this.#mode !== undefined) await file.chmod(this.#mode & PERMISSIONS);
    return file;
  }

  async commit(): Promise<void> {
    if (this.#file === undefined) return;
    await this.#file.close().catch(unwritable(this.#path));
    await rename(this.#temporary, this.#target).catch(unwritable(this.#path));
    this.#file = undefined;
  }

  async discard(): Promise<void> {
    if (this.#file === undefined) return;
    await this.#file.close();
    await rm(this.#temporary, { force: true });
    this.#file = undefined;
  }
}

function unwritable(path: string): (cause: unknown) => never {
  return (cause) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const wayOut =
      code === 'ENOENT' ? 'create the folder first' : 'give --output a file in a folder that you may write to';
    throw new BundlescopeError('usage', `${path}: the report cannot be written: ${reason}; ${wayOut}`, { cause });
  };
}
