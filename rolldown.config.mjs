import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeDigest } from './dist/rules/code-digest.js';

// Puts the compiled program and its libraries into one file, dist/program.cjs: opening and linking hundreds of modules takes longer than
// the analysis of a small bundle. src/start/load-program.ts runs it. What the decompressing thread needs of it is put into a file of its own,
// for that thread is waited for.

const DIST = fileURLToPath(new URL('./dist/', import.meta.url));

/** The program as the expression of a function; `address` is the URL of dist/. */
const HEAD = "(function (require, address) { 'use strict'; const exports = {}; ";
const TAIL = 'return exports; })';

/** Modules find files by their own address, and keep it in the bundle. What they load on demand by a `require` of their own goes in with them. */
const ownAddresses = {
  name: 'own-addresses',
  transform: {
    filter: { code: 'import.meta.url' },
    handler: (code, id) => {
      if (!id.startsWith(DIST)) throw new Error(`${id} asks for its address, which it loses in the bundle`);
      const place = relative(DIST, id).split(sep).join('/');
      return code
        .replaceAll('createRequire(import.meta.url)(', 'require(')
        .replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, address).href`);
    },
  },
};

/** In the bundle nothing is left to hash: the bundle is the code. */
const constantDigest = {
  name: 'constant-digest',
  load: {
    filter: { id: /[\\/]dist[\\/]rules[\\/]code-digest\.js$/ },
    handler: () => `export const codeDigest = () => ${JSON.stringify(codeDigest())};`,
  },
};

/** With nothing but ASCII the text is read as it is, a byte for a character. */
const asciiFunction = {
  name: 'ascii-function',
  generateBundle: (_, files) => {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const code = file.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      // On the first line, so that the lines of stack traces are those of the file.
      file.code = `${HEAD}${code}\n${TAIL}`;
    }
  },
};

/** The licences of the libraries ask to be kept with copies. */
const licences = {
  name: 'licences',
  generateBundle(_, files) {
    const folders = Object.values(files)
      .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      .flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? []);
    const source = [...new Set(folders)].sort().map(licenceOf).join('\n');
    this.emitFile({ type: 'asset', fileName: 'program.licenses.txt', source });
  },
};

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trimEnd());
  return [`== ${name} ${version} (${license})`, ...texts, ''].join('\n\n');
}

if (!existsSync(DIST)) throw new Error('dist/ is missing; `npm run build` compiles before it bundles');

/** @param file in dist/ */
function outputTo(file) {
  return {
    dir: DIST,
    entryFileNames: file,
    format: 'cjs',
    codeSplitting: false,
    comments: { legal: true, annotation: false, jsdoc: false },
  };
}

export default [
  {
    input: join(DIST, 'cli/bundled-program.js'),
    platform: 'node',
    plugins: [ownAddresses, constantDigest, licences, asciiFunction],
    output: outputTo('program.cjs'),
  },
  {
    input: join(DIST, 'pipeline/decompress-worker.js'),
    platform: 'node',
    plugins: [ownAddresses],
    output: outputTo('decompress-worker.cjs'),
  },
];
