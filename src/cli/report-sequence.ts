import type { Report } from '../model/report.js';
import type { FormatName, Reporter, ReporterOptions } from '../report/index.js';
import { createInk } from '../report/ink.js';
import { visibleText } from '../report/visible-text.js';
import type { Destination } from './destination.js';

/** Fewer, larger writes: a reporter gives many small pieces. Characters. */
const WRITE_SIZE = 64 * 1024;

/** How the reports of several bundles become one document. */
interface Joint {
  readonly open: string;
  readonly between: string;
  readonly close: string;
  /** Whether each report needs a line with its bundle's path. */
  readonly headed: boolean;
}

const joints: Readonly<Record<FormatName, Joint>> = {
  text: { open: '', between: '\n', close: '', headed: true },
  json: { open: '[\n', between: ',\n', close: ']\n', headed: false },
  ndjson: { open: '', between: '', close: '', headed: false },
  markdown: { open: '', between: '\n', close: '', headed: false },
};

/** Writes one report, or several one after the other. */
export class ReportSequence {
  readonly #destination: Destination;
  readonly #reporter: Reporter;
  readonly #options: ReporterOptions;
  readonly #joint: Joint | undefined;
  #count = 0;

  /** @param several whether there are several bundles, even if only one of them can be read: the form must not depend on that */
  constructor(
    destination: Destination,
    format: FormatName,
    reporter: Reporter,
    options: ReporterOptions,
    several: boolean,
  ) {
    this.#destination = destination;
    this.#reporter = reporter;
    this.#options = options;
    this.#joint = several ? joints[format] : undefined;
  }

  /** @param bundle its path as the user gave it, or `standard input` */
  async add(bundle: string, report: Report): Promise<void> {
    let text = this.#leadIn(bundle);
    this.#count++;
    for (const piece of this.#reporter(report, this.#options)) {
      text += piece;
      if (text.length < WRITE_SIZE) continue;
      await this.#destination.write(text);
      text = '';
    }
    await this.#destination.write(text);
  }

  /** Ends the document when one was begun. */
  async end(): Promise<void> {
    if (this.#count > 0 && this.#joint !== undefined && this.#joint.close !== '')
      await this.#destination.write(this.#joint.close);
  }

  #leadIn(bundle: string): string {
    if (this.#joint === undefined) return '';
    const heading = this.#joint.headed
      ? `${createInk(this.#options.color)(`==> ${visibleText(bundle)} <==`, 'bold')}\n\n`
      : '';
    return (this.#count === 0 ? this.#joint.open : this.#joint.between) + heading;
  }
}
