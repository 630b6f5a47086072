/** A template or a part of one. */
export interface JsonMap {
  readonly [field: string]: Json;
}
type Json = string | number | boolean | readonly Json[] | JsonMap;

/** Replicas of each volume. */
export const LONGHORN_REPLICAS = 3;

/** Marks in a template that each object replaces with its own values. */
export const NAME = 'object-0name0';
export const NAMESPACE = 'object-0namespace0';
export const NODE = 'object-0node0';
export const HASH = 'f00d'.repeat(16);
export const UID = '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f';

/** An object with its metadata and the bookkeeping that the API server adds: a third to a half of every real list. */
export function object(
  apiVersion: string,
  kind: string,
  labels: JsonMap,
  body: JsonMap,
  managers: readonly string[],
): JsonMap {
  const { status = {}, ...others } = body;
  // The first manager made the object, the last one keeps its status.
  const managedFields = managers.map((manager, index) => ({
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsOf(index === 0 ? { metadata: { labels }, ...others } : { status }),
    manager,
    operation: 'Update',
    time: '2026-03-06T23:09:59Z',
  }));
  const metadata = {
    creationTimestamp: '2026-03-06T23:09:59Z',
    labels,
    managedFields,
    name: NAME,
    namespace: NAMESPACE,
    resourceVersion: '71200017',
    uid: UID,
  };
  return { apiVersion, kind, metadata, ...body };
}

/** The fields of an object as `managedFields` lists them. */
function fieldsOf(value: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      `f:${key}`,
      typeof member === 'object' ? fieldsOfMember(member) : {},
    ]),
  );
}

function fieldsOfMember(member: readonly Json[] | JsonMap): JsonMap {
  if (!Array.isArray(member)) return { '.': {}, ...fieldsOf(Object.fromEntries(Object.entries(member))) };
  const keyed = member.flatMap((element: Json): [string, JsonMap][] => {
    if (typeof element !== 'object' || Array.isArray(element)) return [];
    const [name, value] = Object.entries(element)[0] ?? [];
    return name === undefined
      ? []
      : [
          [
            `k:${JSON.stringify({ [name]: value })}`,
            { '.': {}, ...fieldsOf(Object.fromEntries(Object.entries(element))) },
          ],
        ];
  });
  return Object.fromEntries(keyed);
}

function condition(type: string, status = 'True'): JsonMap {
  return { type, lastProbeTime: 'null', lastTransitionTime: '2026-03-06T23:10:04Z', status };
}

/** @param status what differs from the state of a pod that runs */
export function pod(status: JsonMap = {}): JsonMap {
  const labels = {
    app: 'web',
    'pod-template-hash': '6d4b75cb6d',
    'app.kubernetes.io/instance': 'web',
    'app.kubernetes.io/part-of': 'shop',
  };
  const containers = ['app', 'proxy'];
  const image = (container: string): string => `registry.example.com/shop/${container}:v1.14.3`;
  const body = {
    spec: {
      containers: containers.map((name) => ({
        name,
        image: image(name),
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/sh', '-c', `exec ${name} --listen=0.0.0.0:8080 --log-format=json --shutdown-delay=15s "$@"`],
        env: [
          { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
          { name: 'OPTIONS', value: '{"retries": 3, "timeout": "30s"}' },
          { name: 'REPLICAS', value: '3' },
        ],
        livenessProbe: {
          failureThreshold: 3,
          httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
          periodSeconds: 10,
          timeoutSeconds: 1,
        },
        readinessProbe: {
          failureThreshold: 3,
          httpGet: { path: '/readyz', port: 8080, scheme: 'HTTP' },
          periodSeconds: 10,
          timeoutSeconds: 1,
        },
        resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        volumeMounts: [
          { mountPath: '/data', name: 'data' },
          { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: 'kube-api-access', readOnly: true },
        ],
      })),
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      nodeName: NODE,
      restartPolicy: 'Always',
      securityContext: {},
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        effect: 'NoExecute',
        operator: 'Exists',
        tolerationSeconds: 300,
      })),
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: NAME } },
        {
          name: 'kube-api-access',
          projected: {
            defaultMode: 420,
            sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }],
          },
        },
      ],
    },
    status: {
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => condition(type)),
      containerStatuses: containers.map((name) => ({
        name,
        containerID: `containerd://${HASH}`,
        image: image(name),
        imageID: `registry.example.com/shop/${name}@sha256:${HASH}`,
        lastState: {
          terminated: {
            exitCode: 137,
            finishedAt: '2026-03-06T23:12:01Z',
            reason: 'OOMKilled',
            startedAt: '2026-03-06T23:10:01Z',
          },
        },
        ready: true,
        restartCount: 1,
        started: true,
        state: { running: { startedAt: '2026-03-06T23:12:07Z' } },
      })),
      hostIP: '192.168.7.21',
      phase: 'Running',
      podIP: '10.52.3.117',
      podIPs: [{ ip: '10.52.3.117' }],
      qosClass: 'Burstable',
      startTime: '2026-03-06T23:09:59Z',
      ...status,
    },
  };
  return object('v1', 'Pod', labels, body, ['kube-controller-manager', 'kubelet']);
}

export function event(): JsonMap {
  const body = {
    count: 12,
    eventTime: 'null',
    firstTimestamp: '2026-03-06T23:12:08Z',
    involvedObject: {
      apiVersion: 'v1',
      fieldPath: 'spec.containers{app}',
      kind: 'Pod',
      name: NAME,
      namespace: NAMESPACE,
      resourceVersion: '71200017',
      uid: UID,
    },
    lastTimestamp: '2026-03-06T23:52:08Z',
    message: `Readiness probe failed: Get "http://10.52.3.117:8080/readyz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    reason: 'Unhealthy',
    reportingComponent: 'kubelet',
    reportingInstance: NODE,
    source: { component: 'kubelet', host: NODE },
    type: 'Warning',
  };
  return object('v1', 'Event', {}, body, ['kubelet']);
}

/** What engines and replicas share. */
const INSTANCE_SPEC: JsonMap = {
  dataEngine: 'v1',
  desireState: 'running',
  image: 'longhornio/longhorn-engine:v1.6.2',
  nodeID: NODE,
  volumeName: NAME,
  volumeSize: '21474836480',
};
const INSTANCE_STATUS: JsonMap = {
  conditions: [condition('InstanceCreation'), condition('FilesystemReadOnly', 'False')],
  currentImage: 'longhornio/longhorn-engine:v1.6.2',
  currentState: 'running',
  instanceManagerName: `instance-manager-${HASH}`,
  ip: '10.52.3.40',
  ownerID: NODE,
  port: 10_205,
  started: true,
  storageIP: '10.52.3.40',
};

/** @param status what differs from the state of a healthy volume */
export function volume(status: JsonMap = {}): JsonMap {
  const body = {
    spec: {
      accessMode: 'rwo',
      dataLocality: 'disabled',
      diskSelector: [],
      frontend: 'blockdev',
      migratable: false,
      nodeID: NODE,
      numberOfReplicas: 3,
      size: '21474836480',
    },
    status: {
      actualSize: 8_589_934_592,
      conditions: ['Scheduled', 'Restore', 'TooManySnapshots'].map((type) => condition(type)),
      currentNodeID: NODE,
      kubernetesStatus: {
        namespace: 'team-1',
        pvName: NAME,
        pvStatus: 'Bound',
        pvcName: NAME,
        workloadsStatus: [{ podName: NAME, podStatus: 'Running' }],
      },
      ownerID: NODE,
      robustness: 'healthy',
      state: 'attached',
      ...status,
    },
  };
  return object('longhorn.io/v1beta2', 'Volume', { longhornvolume: NAME }, body, [
    'longhorn-manager',
    'longhorn-manager',
  ]);
}

export function engine(): JsonMap {
  const addresses = Object.fromEntries(
    Array.from({ length: LONGHORN_REPLICAS }, (_, index) => [`${NAME}-r-${index}`, `10.52.${index}.40:10205`]),
  );
  const body = {
    spec: { ...INSTANCE_SPEC, frontend: 'blockdev', replicaAddressMap: addresses },
    status: {
      ...INSTANCE_STATUS,
      endpoint: `/dev/longhorn/${NAME}`,
      replicaModeMap: Object.fromEntries(Object.keys(addresses).map((name) => [name, 'RW'])),
      snapshots: {
        'volume-head': { children: {}, created: '2026-03-06T23:12:08Z', labels: {}, parent: HASH, size: '8589934592' },
      },
    },
  };
  return object('longhorn.io/v1beta2', 'Engine', { longhornvolume: NAME }, body, [
    'longhorn-manager',
    'longhorn-manager',
  ]);
}

export function replica(failedAt = ''): JsonMap {
  const body = {
    spec: {
      ...INSTANCE_SPEC,
      active: true,
      dataDirectoryName: `${NAME}-${HASH}`,
      diskID: UID,
      diskPath: '/var/lib/harvester/defaultdisk',
      engineName: `${NAME}-e-0`,
      failedAt,
      hardNodeAffinity: '',
      healthyAt: '2026-03-06T23:12:08Z',
    },
    status: INSTANCE_STATUS,
  };
  return object('longhorn.io/v1beta2', 'Replica', { longhornvolume: NAME }, body, [
    'longhorn-manager',
    'longhorn-manager',
  ]);
}
