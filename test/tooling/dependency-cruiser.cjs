/**
 * Which folder may import which. A stage of the pipeline knows only the stages before it, so that each can be read, tested and replaced
 * alone; docs/architecture.md tells what each stage is for.
 */

/** Folders of src/ and what each may import besides itself. */
const MAY_IMPORT = {
  model: {
    folders: ['errors'],
    why: 'The words of the domain stand below everything; of the errors they name only the warning type.',
  },
  errors: { folders: [], why: 'Everything may fail or warn, so the catalogue stands below even the model.' },
  start: { folders: [], why: 'What loads the bundled program must not load a part of it.' },
  source: { folders: ['model', 'errors'], why: 'A source gives bytes and must not know what is in them.' },
  archive: {
    folders: ['model', 'errors', 'source'],
    why: 'Archives turn bytes into entries and know nothing of Kubernetes.',
  },
  bundle: {
    folders: ['model', 'errors', 'source', 'archive'],
    why: 'A layout says what an entry is by its path; what objects and logs mean comes later.',
  },
  objects: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle'],
    why: 'Objects are read without knowing which rule asks.',
  },
  logs: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle'],
    why: 'Log lines are read without knowing which rule asks.',
  },
  rules: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle', 'objects', 'logs'],
    why: 'A rule is a query over facts; what its findings explain is the diagnosis.',
  },
  topology: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle', 'objects', 'logs', 'rules'],
    why: 'What belongs to what is read from objects and named as rules name it; what a finding makes of it comes later.',
  },
  timeline: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle', 'objects', 'logs', 'rules', 'topology'],
    why: 'When things happened is read from facts alone; the diagnosis may ask it how far clocks are wrong, not the other way round.',
  },
  diagnosis: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle', 'objects', 'logs', 'rules', 'topology', 'timeline'],
    why: 'The diagnosis orders findings and does not know how a report shows them.',
  },
  coverage: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle', 'objects', 'logs', 'rules'],
    why: 'What a bundle lacks is told from what was read and what rules asked for; what findings mean together comes later.',
  },
  upgrade: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle', 'objects', 'logs', 'rules'],
    why: 'An upgrade is told from objects, lines and the findings of the report model; how those were found must not matter to it.',
  },
  report: {
    folders: ['model', 'errors'],
    why: 'A reporter shows the report model; how it was found must not matter to it.',
  },
  pipeline: {
    folders: [
      'model',
      'errors',
      'source',
      'archive',
      'bundle',
      'objects',
      'logs',
      'rules',
      'topology',
      'timeline',
      'coverage',
      'diagnosis',
      'upgrade',
      'start',
    ],
    why: 'The pipeline connects the stages; reports and the command line are made around it.',
  },
  comparison: {
    folders: ['model', 'errors', 'source', 'archive', 'bundle', 'objects', 'logs', 'rules', 'diagnosis', 'pipeline'],
    why: 'A comparison runs the same pipeline on two bundles and sets its results side by side; how that is shown is for the reports.',
  },
  authoring: {
    folders: [
      'model',
      'errors',
      'source',
      'archive',
      'bundle',
      'objects',
      'logs',
      'rules',
      'topology',
      'timeline',
      'coverage',
      'diagnosis',
      'upgrade',
      'pipeline',
    ],
    why: 'Tools for rule authors run the same pipeline as a user and stay free of the command line.',
  },
};

const layers = Object.entries(MAY_IMPORT).map(([folder, { folders, why }]) => ({
  name: `${folder}-imports`,
  comment: `${why} Allowed: ${[...folders, folder].join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[...folders, folder].join('|')})/` },
}));

/** Packages and built-in modules that belong to few folders. */
const BELONGS = [
  {
    name: 'command-line-parser-at-the-edge',
    modules: 'commander',
    places: ['src/cli/'],
    why: 'Options are parsed at the edge; the stages take plain values.',
  },
  {
    name: 'archive-packages-behind-the-limits',
    modules: 'tar-stream|xz-decompress',
    places: ['src/archive/'],
    why: 'Only our archive readers, which enforce the limits, may touch hostile archives.',
  },
  {
    name: 'expressions-behind-one-door',
    modules: '@marcbachmann/cel-js|re2js',
    places: ['src/rules/cel/'],
    why: 'Expressions and patterns of rules are compiled behind one door, where their cost is bounded.',
  },
  {
    name: 'versions-in-two-places',
    modules: 'semver',
    places: ['src/rules/cel/', 'src/bundle/identity/'],
    why: 'Versions in bundles are not quite semver: they are cleaned in these two places and compared nowhere else.',
  },
  {
    name: 'columns-in-reports',
    modules: 'string-width',
    places: ['src/report/'],
    why: 'Only a report has columns.',
  },
  {
    name: 'schemas-where-files-are-read',
    modules: 'zod',
    places: [
      'src/rules/',
      'src/bundle/',
      'src/report/((comparison|timeline|graph)/(comparison|timeline|graph)-|explanation-)?schema\\.ts$',
      'src/authoring/',
    ],
    why: 'Data of files are checked where they are read and trusted afterwards; the report schema is the same thing outwards.',
  },
  {
    name: 'yaml-where-files-are-read',
    modules: 'yaml',
    places: ['src/objects/', 'src/bundle/', 'src/rules/', 'src/authoring/'],
    why: 'YAML is parsed where a file becomes objects, metadata or rules, and nowhere else.',
  },
  {
    name: 'files-at-the-edges',
    modules: '(node:)?(fs|fs/promises)',
    places: [
      'src/source/',
      'src/rules/(files-below|file-reader|rule-folder|rule-cache|code-digest|write-rule-cache)\\.ts$',
      'src/start/',
      'src/authoring/',
      'src/cli/',
      'src/logs/matcher/scan-module\\.ts$',
    ],
    why: 'What is read from disk is decided at the edges, so that every stage also works on memory and standard input.',
  },
  {
    name: 'analysis-is-offline',
    modules: '(node:)?(process|child_process|net|http|https|http2|dgram|dns|tls)',
    places: ['src/cli/', 'src/rules/cel/network.ts'],
    why: 'Analysis is offline: it starts no program and opens no connection. (network.ts only reckons with addresses.)',
  },
];

const belongings = BELONGS.map(({ name, modules, places, why }) => ({
  name,
  comment: `${why} Allowed in: ${places.join(', ')}.`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^(${places.join('|')})` },
  to: { path: `(^|node_modules/(@types/)?)(${modules})(/|$)` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'In a cycle no file can be understood or tested before the others.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'nothing-imports-the-command-line',
      comment: 'The command line is one front end of the library; the library must work without it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'program-does-not-import-tests',
      comment: 'Only src is shipped.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|samples|bench)/' },
    },
    {
      name: 'no-development-package-at-run-time',
      comment: 'Users install the dependencies only.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'A misspelt path or a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...layers,
    ...belongings,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
