import { describe, expect, it } from 'vitest';
import { parseKindFile } from '../src/bundle/kind-file.js';
import { tables } from './bundle-support/tables.js';

const { kinds } = tables;

describe('the kind table', () => {
  it.each([
    ['', 'pods', 'Pod'],
    ['', 'nodes', 'Node'],
    ['longhorn.io', 'nodes', 'Node.longhorn.io'],
    ['metrics.k8s.io', 'nodes', 'NodeMetrics.metrics.k8s.io'],
    ['k8s.cni.cncf.io', 'network-attachment-definitions', 'NetworkAttachmentDefinition.k8s.cni.cncf.io'],
    ['policy', 'podsecuritypolicies', 'PodSecurityPolicy.policy'],
    ['nobody.example', 'things', undefined],
  ])('finds the kind of %j %s', (group, plural, resource) => {
    expect(kinds.byPlural(group, plural)).toBe(resource);
  });

  it('decides a plural without group as kubectl does', () => {
    expect(kinds.byPluralAlone('nodes')).toBe('Node');
    expect(kinds.byPluralAlone('volumeattachments')).toBe('VolumeAttachment.storage.k8s.io');
    expect(kinds.byPluralAlone('engines')).toBe('Engine.longhorn.io');
    expect(kinds.byPluralAlone('clusters')).toBeUndefined();
  });

  it('gives back every kind by its own plural', () => {
    const lost = kinds.resources.filter((resource) => {
      const info = kinds.info(resource);
      return info === undefined || kinds.byPlural(info.group, info.plural) !== resource;
    });
    expect(lost).toEqual([]);
  });

  it('says where a mistake is', () => {
    expect(() => parseKindFile('Pod: { plural: pods, namespaced: yes }\n', 'k.yaml')).toThrow(
      /^k\.yaml:1:34: Pod\.namespaced: /,
    );
  });
});
