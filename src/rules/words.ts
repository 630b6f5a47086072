import { z } from 'zod';

/** Forms of words that several parts of a rule file share. */
export const IDENTIFIER = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and "-"');

/** Durations: a number and s, m, h or d. */
export const DURATION = z.string().regex(/^\d+(\.\d+)?(s|m|h|d)$/, 'expected a duration such as 90s, 10m, 2h or 1d');
