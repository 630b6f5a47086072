/** What each entry of a bundle is, and what the bundle is. */
export { BundleClassifier } from './bundle-classifier.js';
export type { EntryRole, FileRole, IgnoredRole, LogRole, MetadataRole, ObjectListRole } from './entry-role.js';
export { compileGlob, compilePathGlob, type GlobMatcher } from './glob.js';
export { type BundleIdentity, BundleIdentityBuilder } from './identity/bundle-identity.js';
export { statesIdentity } from './identity/metadata-files.js';
export { IDENTITY_KINDS, type ObjectSource } from './identity/object-source.js';
export type { StatedProduct } from './identity/products.js';
export { type KindInfo, type KindSpecs, KindTable } from './kinds.js';
export type { LayoutName, LayoutTables } from './layouts/layout.js';
export { type ProgramSpecs, ProgramTable, type StreamAttributes } from './programs.js';
