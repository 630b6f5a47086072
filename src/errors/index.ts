/** The catalogue of what can go wrong: coded errors, coded warnings and the exit status. */
export { BundlescopeError, type ErrorCode } from './bundlescope-error.js';
export { ExitStatus } from './exit-status.js';
export { WARNINGS, type Warning, type WarningCode, type WarningSink } from './warnings.js';
