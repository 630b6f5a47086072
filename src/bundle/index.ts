/** What each entry of a bundle is, and what the bundle is. */
export { BundleClassifier } from './bundle-classifier.js';
export type { EntryRole, FileRole, ObjectListRole } from './entry-role.js';
export { compilePathGlob } from './glob.js';
export { type BundleIdentity, BundleIdentityBuilder } from './identity/bundle-identity.js';
export { statesIdentity } from './identity/metadata-files.js';
export { IDENTITY_KINDS } from './identity/object-source.js';

export { KindTable } from './kinds.js';
export type { LayoutName } from './layouts/layout.js';
export { ProgramTable } from './programs.js';
