import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Warning } from '../src/errors/index.js';
import type { KubeObject } from '../src/model/kube-object.js';
import { normalise } from '../src/objects/normalise.js';
import { type ObjectReading, readObjects } from '../src/objects/read-objects.js';

interface Reading {
  readonly objects: readonly KubeObject[];
  readonly listed: readonly string[];
  readonly count: number;
  /** `code: message`. */
  readonly warnings: readonly string[];
}

function read(text: string, options: Partial<ObjectReading> = {}): Reading {
  const warnings: Warning[] = [];
  const file = readObjects(text, {
    path: 'pods.yaml',
    wants: () => true,
    warn: (warning) => void warnings.push(warning),
    ...options,
  });
  return { ...file, warnings: warnings.map(({ code, message }) => `${code}: ${message}`) };
}

/** `name@line` of each object. */
function places({ objects }: Reading): string[] {
  return objects.map(({ name, line }) => `${name}@${line}`);
}

function pod(name: string): { apiVersion: string; kind: string; metadata: { name: string; namespace: string } } {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' } };
}

const trickyTexts = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '---',
    '- item',
    '...',
    'items:',
    '# no comment',
    '{',
    ']',
    '"',
    "'",
    'null',
    ' |',
    'a: b',
    '\\',
    '\t',
    'kind: Pod',
    '"items": [',
  ),
  fc
    .array(fc.constantFrom('---', '- apiVersion: v1', 'items:', '  deep', '', '"}]', '# x', 'kind: List'), {
      minLength: 2,
    })
    .map((lines) => lines.join('\n')),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    trickyTexts,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      trickyTexts.filter((key) => key !== 'managedFields'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;
const generatedPods = fc
  .array(fc.tuple(json, json), { maxLength: 5 })
  .map((values) => values.map(([data, spec], index) => ({ ...pod(`pod-${index}`), data, spec })));

describe('readObjects of YAML', () => {
  it('reads back every list that the yaml library writes, whatever its texts look like', () => {
    fc.assert(
      fc.property(generatedPods, fc.boolean(), fc.constantFrom(40, 80, 0), (pods, indentSeq, lineWidth) => {
        const text = stringify(
          { apiVersion: 'v1', items: pods, kind: 'List' },
          { indentSeq, lineWidth, aliasDuplicateObjects: false },
        );
        const { objects, warnings } = read(text);
        expect(warnings).toEqual([]);
        expect(objects.map(({ content }) => content)).toEqual(pods.map((object) => normalise(object)));
      }),
      { numRuns: 300 },
    );
  });

  it('reads back documents separated by markers', () => {
    fc.assert(
      fc.property(generatedPods, (pods) => {
        const text = pods.map((object) => `---\n${stringify(object, { aliasDuplicateObjects: false })}`).join('');
        const { objects, warnings } = read(text);
        expect(warnings).toEqual([]);
        expect(objects.map(({ content }) => content)).toEqual(pods.map((object) => normalise(object)));
      }),
    );
  });

  it('gives the line on which each object begins', () => {
    fc.assert(
      fc.property(generatedPods, (pods) => {
        const text = stringify({ apiVersion: 'v1', items: pods, kind: 'List' }, { aliasDuplicateObjects: false });
        const lines = text.split('\n');
        expect(read(text).objects.map(({ line }) => lines[line - 1])).toEqual(pods.map(() => '  - apiVersion: v1'));
      }),
    );
  });

  const item = (name: string, margin = ''): string =>
    [`- apiVersion: v1`, `  kind: Pod`, `  metadata:`, `    name: ${name}`]
      .map((line) => `${margin}${line}\n`)
      .join('');

  it.each([
    {
      name: 'items at the margin, as kubectl writes them',
      text: `apiVersion: v1\nitems:\n${item('a')}${item('b')}kind: List\n`,
      found: ['a@3', 'b@7'],
    },
    {
      name: 'items indented by two',
      text: `apiVersion: v1\nitems:\n${item('a', '  ')}${item('b', '  ')}kind: List\n`,
      found: ['a@3', 'b@7'],
    },
    {
      name: 'comments and blank lines between items',
      text: `items:\n\n# first\n${item('a')}\n  # second\n${item('b')}kind: List\n`,
      found: ['a@4', 'b@10'],
    },
    {
      name: 'Windows line ends',
      text: `apiVersion: v1\nitems:\n${item('a')}${item('b')}kind: List\n`.replaceAll('\n', '\r\n'),
      found: ['a@3', 'b@7'],
    },
    { name: 'a byte order mark', text: `\uFEFFitems:\n${item('a')}apiVersion: v1\nkind: List\n`, found: ['a@2'] },
    {
      name: 'several lists in one file',
      text: `items:\n${item('a')}kind: List\n---\nitems:\n${item('b')}kind: List\n`,
      found: ['a@2', 'b@9'],
    },
    {
      name: 'content on the line of a marker',
      text: `--- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n${stringify(pod('b'))}`,
      found: ['a@1', 'b@3'],
    },
    {
      name: 'directives and comments before a document',
      text: `# made by hand\n%YAML 1.2\n---\n${stringify(pod('a'))}...\n`,
      found: ['a@4'],
    },
    {
      name: 'items in flow style',
      text: `{apiVersion: v1, kind: List}\n---\napiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Pod, metadata: {name: a}}]\n`.slice(
        34,
      ),
      found: ['a@1'],
    },
    { name: 'a sequence without a list around it', text: item('a') + item('b'), found: ['a@1', 'b@1'] },
    {
      name: 'a list inside a list',
      text: `kind: List\napiVersion: v1\nitems:\n- kind: List\n  apiVersion: v1\n  items:\n${item('a', '  ')}`,
      found: ['a@4'],
    },
  ])('reads $name', ({ text, found }) => {
    const reading = read(text);
    expect(reading.warnings).toEqual([]);
    expect(places(reading)).toEqual(found);
  });

  it('gives items of a typed list the type they leave out', () => {
    const reading = read('apiVersion: longhorn.io/v1beta2\nitems:\n- metadata:\n    name: e-0\nkind: EngineList\n');
    expect(reading.objects.map(({ kind, group, apiVersion }) => [kind, group, apiVersion])).toEqual([
      ['Engine', 'longhorn.io', 'longhorn.io/v1beta2'],
    ]);
  });

  it.each([
    'apiVersion: v1\nitems: []\nkind: PodList\n',
    'apiVersion: v1\nkind: PodList\nitems:\n',
    '{"apiVersion": "v1", "kind": "PodList", "items": null}',
  ])('knows that an empty list was collected: %j', (text) => {
    expect(read(text, { wants: (resource) => resource === 'Pod' })).toMatchObject({
      listed: ['Pod'],
      objects: [],
      warnings: [],
    });
  });

  it('loses no more than the broken item, and says where it is', () => {
    const reading = read(
      `apiVersion: v1\nitems:\n${item('a')}- apiVersion: v1\n  kind: "Pod\n${item('c')}kind: List\n`,
    );
    expect(places(reading)).toEqual(['a@3', 'c@9']);
    expect(reading.warnings).toEqual([
      expect.stringMatching(
        /^object-unparsable: line 7: an object could not be parsed and is missing from the analysis: /,
      ),
    ]);
  });

  it('leaves out the last item of a list without its end, and none of a whole list after it', () => {
    const items = (...names: readonly string[]): string => stringify({ apiVersion: 'v1', items: names.map(pod) });
    const list = (...names: readonly string[]): string => `${items(...names)}kind: List\n`;
    const { objects, warnings } = read(`${items('a', 'b')}---\n${list('c', 'd')}`);
    expect(objects.map(({ name }) => name)).toEqual(['a', 'c', 'd']);
    expect(warnings).toHaveLength(1);
  });

  it('says which item is no API object', () => {
    const reading = read(`apiVersion: v1\nitems:\n${item('a')}- kind: Pod\nkind: List\n`);
    expect(reading.warnings).toEqual([
      'object-invalid: line 7: not an API object (no apiVersion, kind or metadata.name); it was skipped',
    ]);
  });

  it('takes null and the text "null" for nothing', () => {
    const [object] = read(
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec: {x: "null", y: null, z: ~}\n',
    ).objects;
    expect(object?.content['spec']).toEqual({ x: '', y: '', z: '' });
  });

  it('counts objects of unwanted kinds without keeping them', () => {
    const text = `items:\n${item('a')}- apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\nkind: List\n`;
    const reading = read(text, { wants: (resource) => resource === 'Pod' });
    expect([places(reading), reading.count]).toEqual([['a@2'], 2]);
  });

  it('keeps a kind that a text inside the object names out of the decision', () => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    x: |\n      apiVersion: v1\n      kind: Secret\n`;
    expect(places(read(text, { wants: (resource) => resource === 'Pod' }))).toEqual(['a@1']);
  });

  it('survives deep nesting with a warning', () => {
    const reading = read(
      `${stringify(pod('a'))}---\nkind: Pod\nspec: ${'['.repeat(20_000)}\n---\n${stringify(pod('b'))}`,
    );
    expect(reading.objects.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(reading.warnings).toEqual([expect.stringMatching(/^object-unparsable: line 7: /)]);
  });

  it('survives an alias bomb with a warning', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]\n`,
    );
    const reading = read(`apiVersion: v1\nkind: Pod\nl0: &l0 [x]\n${levels.join('')}`);
    expect(reading.objects).toEqual([]);
    expect(reading.warnings).toEqual([expect.stringMatching(/^object-unparsable: line 1: /)]);
  });
});

describe('readObjects of JSON', () => {
  it('reads back every list of objects, however it is printed', () => {
    const layout = fc.constantFrom<(list: object) => string>(
      (list) => JSON.stringify(list),
      (list) => JSON.stringify(list, undefined, 2),
      (list) => JSON.stringify(list, undefined, '\t').replaceAll('\n', '\r\n'),
    );
    const wrap = fc.constantFrom<(items: object[]) => object>(
      (items) => items,
      (items) => ({ apiVersion: 'v1', items, kind: 'List' }),
      (items) => ({ kind: 'List', metadata: { resourceVersion: '', text: '"items": [' }, items }),
    );
    fc.assert(
      fc.property(generatedPods, layout, wrap, (pods, print, listOf) => {
        const text = print(listOf(pods));
        const { objects, warnings } = read(text);
        expect(warnings).toEqual([]);
        expect(objects.map(({ content }) => content)).toEqual(
          pods.map((object) => normalise(JSON.parse(JSON.stringify(object)))),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    { name: 'one object', text: `\n${JSON.stringify(pod('a'))}`, found: ['a@2'] },
    {
      name: 'one object per line',
      text: `${JSON.stringify(pod('a'))}\n${JSON.stringify(pod('b'))}\n`,
      found: ['a@1', 'b@2'],
    },
    {
      name: 'lists after each other',
      text: `[${JSON.stringify(pod('a'))}]\n{"items":[\n${JSON.stringify(pod('b'))}]}`,
      found: ['a@1', 'b@3'],
    },
    { name: 'a byte order mark', text: `\uFEFF[\n${JSON.stringify(pod('a'))}]`, found: ['a@2'] },
    {
      name: 'items of a pretty-printed list',
      text: JSON.stringify({ items: [pod('a'), pod('b')] }, undefined, 1),
      found: ['a@3', 'b@11'],
    },
  ])('reads $name and its line', ({ text, found }) => {
    const reading = read(text);
    expect(reading.warnings).toEqual([]);
    expect(places(reading)).toEqual(found);
  });

  it('loses no more than the broken item, and says where it is', () => {
    const reading = read(`{"items": [\n${JSON.stringify(pod('a'))},\n{"kind": oops},\n${JSON.stringify(pod('c'))}\n]}`);
    expect(places(reading)).toEqual(['a@2', 'c@4']);
    expect(reading.warnings).toEqual([expect.stringMatching(/^object-unparsable: line 3: /)]);
  });

  it('reads what a truncated list still holds', () => {
    const reading = read(`{"kind":"List","items":[${JSON.stringify(pod('a'))},{"kind":"Po`);
    expect(places(reading)).toEqual(['a@1']);
    expect(reading.warnings).toEqual([expect.stringMatching(/^object-unparsable: line 1: /)]);
  });

  it('survives deep nesting', () => {
    const deep = `{"kind":"Pod","spec":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const reading = read(`[${JSON.stringify(pod('a'))},${deep},${JSON.stringify(pod('b'))}]`);
    expect(reading.objects.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(reading.warnings).toHaveLength(1);
  });

  it('takes keys that JavaScript treats specially for plain data', () => {
    const text =
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"__proto__":{"polluted":"yes"},"constructor":"c","hasOwnProperty":"h"}}}';
    const [object] = read(text).objects;
    const labels = normalise(
      JSON.parse('{"labels":{"__proto__":{"polluted":"yes"},"constructor":"c","hasOwnProperty":"h"}}'),
    );
    expect(object?.content['metadata']).toEqual({ name: 'a', ...(typeof labels === 'object' ? labels : {}) });
    expect(Object.keys({}).concat(Reflect.has({}, 'polluted') ? ['polluted'] : [])).toEqual([]);
  });
});
