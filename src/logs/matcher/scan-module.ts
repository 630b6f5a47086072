import { readFileSync } from 'node:fs';

/** An address in the module's memory. */
type Address = number;

/** What assembly/scan.ts exports; the functions are described there. */
interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly textAddress: { readonly value: Address };
  readonly textBytes: { readonly value: number };
  readonly hitsAddress: { readonly value: Address };
  readonly tablesAddress: { readonly value: Address };
  addGram(set: Address, entry: Address): void;
  begin(seen: number): void;
  finish(length: number): number;
  vainSamplesOfBlock(): number;
  isUnfinished(length: number): number;
  scanGrams(set: Address, seen: number, length: number): number;
  scanLanes(automaton: Address, before: number, seen: number, length: number): number;
  readonly lineAddress: { readonly value: Address };
  gatherLines(hits: number, length: number): void;
  readonly knownAddress: { readonly value: Address };
  nextLine(maxLineBytes: number): number;
  knownOfBlock(): number;
  skim(length: number): void;
  nextSkimmed(set: Address, maxLineBytes: number): number;
  skimmedLines(): number;
  skimmedBytes(): number;
  readonly payloadAddress: { readonly value: Address };
  readonly payloadLength: { readonly value: number };
  readonly stampCount: { readonly value: number };
  stampKind(index: number): number;
  stampStart(index: number): Address;
  stampEnd(index: number): Address;
  dayOf(index: number): number;
  timeOfDay(index: number): number;
  remember(stamp: number): number;
  forgetPayloads(): void;
}

/** What of the engine's WebAssembly is used; TypeScript declares it with the browser's objects only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: ScanExports };
};

/** The module stands beside the compiled code; from the sources it is found where the build put it. */
const LOCATIONS = ['./scan.wasm', '../../../dist/logs/matcher/scan.wasm'] as const;

const PAGE_BYTES = 65_536;

/** The scanner in WebAssembly, and the memory that its tables are put in. The tables live as long as it does. */
export class ScanModule {
  readonly exports: ScanExports;
  #bytes: Buffer;
  #words: Uint32Array;
  #doubles: Float64Array;
  #free: Address;

  private constructor(bytes: Uint8Array) {
    this.exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    this.#bytes = Buffer.from(this.exports.memory.buffer);
    this.#words = new Uint32Array(this.exports.memory.buffer);
    this.#doubles = new Float64Array(this.exports.memory.buffer);
    this.#free = this.exports.tablesAddress.value;
  }

  /** @returns undefined when the module was not built, or the engine or processor lacks WebAssembly with SIMD. */
  static load(): ScanModule | undefined {
    for (const location of LOCATIONS) {
      try {
        return new ScanModule(readFileSync(new URL(location, import.meta.url)));
      } catch {
        // The next one; without any the same is done in JavaScript.
      }
    }
    return undefined;
  }

  /** The memory as bytes; valid until the next `allocate`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** The memory as little-endian words of four bytes; valid until the next `allocate`. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** The memory as little-endian doubles; valid until the next `allocate`. */
  get doubles(): Float64Array {
    return this.#doubles;
  }

  /**
   * Zeroed memory, aligned to 8 bytes.
   * @throws RangeError when there is none.
   */
  allocate(bytes: number): Address {
    const address = this.#free;
    this.#free += Math.ceil(bytes / 8) * 8;
    const missing = this.#free - this.#bytes.length;
    if (missing > 0) {
      // At least a MiB at a time: each time the views must be made anew.
      this.exports.memory.grow(Math.ceil(Math.max(missing, 2 ** 20) / PAGE_BYTES));
      this.#bytes = Buffer.from(this.exports.memory.buffer);
      this.#words = new Uint32Array(this.exports.memory.buffer);
      this.#doubles = new Float64Array(this.exports.memory.buffer);
    }
    return address;
  }

  /** Puts bytes into memory of their own. */
  store(bytes: Uint8Array): Address {
    const address = this.allocate(bytes.length);
    this.#bytes.set(bytes, address);
    return address;
  }
}
