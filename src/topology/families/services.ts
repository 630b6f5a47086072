import { mapAt, mapsAt, textAt, valueAt } from '../../bundle/kube-path.js';
import type { KubeMap, KubeObject } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, namedIn } from '../link-writer.js';
import type { ThingKey } from '../thing.js';

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** Who answers a name: Service → EndpointSlice → Pod; who asks it: webhooks, API services, ingresses. */
export const SERVICES: LinkFamily = {
  'EndpointSlice.discovery.k8s.io': readSlice,
  Endpoints: readEndpoints,
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': readWebhooks,
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': readWebhooks,
  'APIService.apiregistration.k8s.io': readApiService,
  'Ingress.networking.k8s.io': readIngress,
};

function readApiService(service: KubeObject, links: LinkWriter): void {
  const target = mapAt(service.content, 'spec', 'service');
  linkService(links.keyOf(service), 'calls', target, service, 'spec.service', links);
}

function readSlice(slice: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(slice);
  const name = textAt(slice.content, 'metadata', 'labels', SERVICE_LABEL);
  const service = namedIn('service', slice.namespace, name);
  links.link(key, 'slice-of', service, slice, `metadata.labels[${SERVICE_LABEL}]`);
  for (const [index, endpoint] of mapsAt(slice.content, 'endpoints').entries()) {
    const pod = podOf(endpoint, slice);
    const field = `endpoints[${index}].targetRef`;
    links.link(key, 'routes-to', pod, slice, field);
    links.shortcut(service, 'selects', pod, slice, field);
  }
}

/** The list of addresses that EndpointSlices replaced; it is named like its service. */
function readEndpoints(endpoints: KubeObject, links: LinkWriter): void {
  const service = namedIn('service', endpoints.namespace, endpoints.name);
  for (const [index, subset] of mapsAt(endpoints.content, 'subsets').entries()) {
    for (const list of ['addresses', 'notReadyAddresses']) {
      for (const [place, address] of mapsAt(subset, list).entries())
        links.shortcut(
          service,
          'selects',
          podOf(address, endpoints),
          endpoints,
          `subsets[${index}].${list}[${place}].targetRef`,
        );
    }
  }
}

function podOf(endpoint: KubeMap, { namespace }: KubeObject): ThingKey | undefined {
  const target = mapAt(endpoint, 'targetRef');
  if (textAt(target, 'kind') !== 'Pod') return undefined;
  return namedIn('pod', textAt(target, 'namespace') ?? namespace, textAt(target, 'name'));
}

function readWebhooks(configuration: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(configuration);
  for (const [index, webhook] of mapsAt(configuration.content, 'webhooks').entries()) {
    const field = `webhooks[${index}].clientConfig.service`;
    linkService(key, 'calls', mapAt(webhook, 'clientConfig', 'service'), configuration, field, links);
  }
}

function readIngress(ingress: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(ingress);
  const service = (backend: KubeMap): KubeMap => ({
    namespace: ingress.namespace,
    name: valueAt(backend, 'service', 'name'),
  });
  const { content } = ingress;
  const fallback = service(mapAt(content, 'spec', 'defaultBackend'));
  linkService(key, 'routes-to', fallback, ingress, 'spec.defaultBackend.service', links);
  for (const [index, rule] of mapsAt(content, 'spec', 'rules').entries()) {
    for (const [place, path] of mapsAt(rule, 'http', 'paths').entries()) {
      const field = `spec.rules[${index}].http.paths[${place}].backend.service`;
      linkService(key, 'routes-to', service(mapAt(path, 'backend')), ingress, field, links);
    }
  }
}

function linkService(
  from: ThingKey,
  relation: 'calls' | 'routes-to',
  service: KubeMap,
  object: KubeObject,
  field: string,
  links: LinkWriter,
): void {
  const target = namedIn('service', textAt(service, 'namespace') ?? '', textAt(service, 'name'));
  links.link(from, relation, target, object, field);
}
