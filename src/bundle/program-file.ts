import { z } from 'zod';
import { parseDataFile } from './data-file.js';
import type { ProgramSpecs } from './programs.js';

const Globs = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const Container = z
  .strictObject({
    namespace: Globs.optional(),
    pod: Globs.optional(),
    container: Globs.optional(),
    static: z.literal(true).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'needs namespace, pod or container')
  .refine(
    (value) => value.static === undefined || (typeof value.pod === 'string' && /^[^*?]+\*$/.test(value.pod)),
    'static needs a pod glob of the form "name-*"',
  );
const Program = z
  .strictObject({
    title: z.string().min(1),
    containers: z.array(Container).min(1).optional(),
    'node-logs': z.array(z.string().min(1)).min(1).optional(),
    files: z.array(z.string().min(1)).min(1).optional(),
    tags: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine(
    (value) => value.containers !== undefined || value['node-logs'] !== undefined || value.files !== undefined,
    'needs containers, node-logs or files',
  );
const ProgramFile = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a program id is made of a-z, 0-9 and "-"'),
  Program,
);

/**
 * Reads rules/programs.yaml.
 * @throws BundlescopeError `rule` with `<file>:<line>:<column>` when the text is not a valid table
 */
export function parseProgramFile(text: string, file: string): ProgramSpecs {
  return parseDataFile(text, file, ProgramFile);
}
