/** Archives of any nesting as a flat sequence of entries. Knows nothing of Kubernetes. */
export { DEFAULT_LIMITS, type Limits } from './limits.js';
export { openArchive } from './open-archive.js';
export { readPacked } from './packed-content.js';
