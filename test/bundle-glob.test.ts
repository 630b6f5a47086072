import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, compilePathGlob } from '../src/bundle/glob.js';

const fewLetters = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 8 });

/** The same meaning as a regular expression, which is safe only because the texts here are short. */
function reference(glob: string): RegExp {
  return new RegExp(`^${glob.replaceAll('?', '[^]').replaceAll('*', '[^]*')}$`);
}

describe('compileGlob', () => {
  it('means the same as the regular expression it stands for', () => {
    fc.assert(
      fc.property(pattern, fewLetters, (glob, text) => {
        expect(compileGlob(glob)(text)).toBe(reference(glob).test(text));
      }),
    );
  });

  it('takes characters of regular expressions as they are', () => {
    expect(compileGlob('a.b+(c)*')('a.b+(c)d')).toBe(true);
    expect(compileGlob('a.b')('axb')).toBe(false);
  });

  it('answers for a text made to be slow', () => {
    expect(compileGlob(`${'*a'.repeat(20)}b`)('a'.repeat(20_000))).toBe(false);
  });
});

describe('compilePathGlob', () => {
  it.each([
    ['/etc/rancher/rke2/config.yaml.d/*.yaml', '/etc/rancher/rke2/config.yaml.d/90-harvester.yaml', true],
    ['/etc/*.yaml', '/etc/rancher/config.yaml', false],
    ['/etc/**/*.yaml', '/etc/rancher/rke2/config.yaml', true],
    ['/etc/**/*.yaml', '/etc/harvester-release.yaml', true],
    ['/var/lib/rancher/**', '/var/lib/rancher/rke2/agent/logs/kubelet.log', true],
    ['/oem/*.yaml', '/etc/oem/90_custom.yaml', false],
  ])('%s on %s: %s', (glob, path, matches) => {
    expect(compilePathGlob(glob)(path)).toBe(matches);
  });
});
