import { open } from 'node:fs/promises';
import { BundlescopeError } from '../errors/index.js';
import type { Report } from '../model/report.js';

/** Bytes at the beginning of a file that show whether it is a report. */
const HEAD_BYTES = 512;
/** A report begins with its schema version; an array of them is what several bundles give. */
const REPORT_HEAD = /^\s*\[?\s*\{\s*"schemaVersion"/;

/**
 * The reports that a file holds when it was written by `analyze --format json`.
 * @returns undefined when it is no such file, but perhaps a bundle
 * @throws BundlescopeError `input` when it begins like a report and cannot be read as one
 */
export async function savedReports(path: string): Promise<readonly Report[] | undefined> {
  if (path === '-') return undefined;
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    if (!(await file.stat()).isFile()) return undefined;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    if (!REPORT_HEAD.test(buffer.toString('utf8', 0, bytesRead))) return undefined;
    return await checked(path, parsed(path, await file.readFile('utf8')));
  } finally {
    await file.close();
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BundlescopeError('input', `${path}: the report is no whole JSON document (${reason}); write it again`, {
      cause,
    });
  }
}

async function checked(path: string, value: unknown): Promise<readonly Report[]> {
  const { savedReport } = await import('../report/schema.js');
  return (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    const saved = savedReport(item);
    if ('report' in saved) return saved.report;
    throw new BundlescopeError(
      'input',
      `${path}: not a report of this version of bundlescope (${saved.problem}); analyze the bundle again`,
    );
  });
}
