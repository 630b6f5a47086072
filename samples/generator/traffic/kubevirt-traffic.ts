/** Normal logs of KubeVirt. */

import { klog, Narrator, type ProgramTraffic, type TrafficSubject } from './program-traffic.js';

function json(component: string, level: string, message: string, position: string, more = ''): string {
  return `{"component":"${component}","level":"${level}","msg":"${message}","pos":"${position}"${more},"timestamp":"{micro}"}`;
}

/** virt-api: request log, and handshakes that somebody gave up. */
export function virtApi(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  const request = (url: string): string =>
    `{"component":"virt-api","contentLength":{d:4},"level":"info","method":"GET","pos":"filter.go:47","proto":"HTTP/2.0","remoteAddress":"10.52.0.0:4{d:4}","statusCode":200,"timestamp":"{micro}","url":"${url}","username":"-"}`;
  const eof = '{date} http: TLS handshake error from 10.52.{d:1}.0:4{d:4}: EOF';
  return {
    share: 4,
    lines: [
      '/apis/subresources.kubevirt.io/v1?timeout=32s',
      '/openapi/v2',
      '/apis/subresources.kubevirt.io/v1/healthz',
    ].map(request),
    told: [301, 222, 118, 37].flatMap((minutes) => narrator.tell(minutes, [eof])),
  };
}

/** virt-controller: leader election, a certificate rotation, a conflict. */
export function virtController(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  const vm = subject.spec.cluster.vms[0];
  const files = '/etc/virt-controller/certificates/tls';
  return {
    share: 2,
    lines: [
      ...subject.spec.cluster.vms.map(
        (each) =>
          `{"component":"virt-controller","kind":"","level":"info","msg":"Synchronized the VMI status","name":"${each.name}","namespace":"${each.namespace}","pos":"vmi.go:412","timestamp":"{micro}","uid":"{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}"}`,
      ),
      klog('I', 'leaderelection.go:281', 'successfully renewed lease harvester-system/virt-controller'),
    ],
    told: [
      ...narrator.tell(
        275,
        [
          json(
            'virt-controller',
            'error',
            `failed to load the certificate ${files}.crt and ${files}.key`,
            'cert-manager.go:198',
            ',"reason":"failed to load certificate: tls: private key does not match public key\\n"',
          ),
          json(
            'virt-controller',
            'info',
            "certificate with common name 'virt-controller.harvester-system.pod.cluster.local' retrieved.",
            'cert-manager.go:203',
          ),
        ],
        700,
      ),
      ...(vm === undefined
        ? []
        : narrator.tell(96, [
            json(
              'virt-controller',
              'info',
              `reenqueuing VirtualMachineInstance ${vm.namespace}/${vm.name}`,
              'vmi.go:293',
              `,"reason":"Operation cannot be fulfilled on virtualmachineinstances.kubevirt.io \\"${vm.name}\\": the object has been modified; please apply your changes to the latest version and try again"`,
            ),
          ])),
    ],
  };
}

/** virt-handler: heartbeats and processing of the VMs of its node. */
export function virtHandler(subject: TrafficSubject): ProgramTraffic {
  const here = subject.spec.cluster.vms.filter((vm) => vm.node === subject.node.name && !vm.stopped);
  const line = (name: string, namespace: string, message: string): string =>
    `{"component":"virt-handler","kind":"","level":"info","msg":"${message}","name":"${name}","namespace":"${namespace}","pos":"vm.go:2{d:3}","timestamp":"{micro}","uid":"{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}"}`;
  return {
    share: 7,
    lines: [
      json('virt-handler', 'info', 'Device manager is running', 'device_controller.go:324'),
      ...here.flatMap((vm) => [
        line(vm.name, vm.namespace, 'VMI is in phase: Running'),
        line(vm.name, vm.namespace, 'Processing domain, deletion timestamp not set'),
      ]),
    ],
  };
}

/** virt-operator. */
export function virtOperator(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  return {
    share: 1.5,
    lines: [
      json('virt-operator', 'info', 'Handling deployed resource', 'kubevirt.go:920'),
      json('virt-operator', 'info', 'All KubeVirt components ready', 'kubevirt.go:968'),
    ],
    told: narrator.tell(152, [
      json(
        'virt-operator',
        'error',
        'reenqueuing KubeVirt harvester-system/kubevirt',
        'kubevirt.go:650',
        ',"reason":"Operation cannot be fulfilled on kubevirts.kubevirt.io \\"kubevirt\\": the object has been modified; please apply your changes to the latest version and try again"',
      ),
    ]),
  };
}

/** virt-launcher: guest agent polling and, once, a migration that succeeded. */
export function virtLauncher(subject: TrafficSubject): ProgramTraffic {
  const narrator = new Narrator(subject, '{nano} ');
  return {
    share: 3,
    lines: [
      json('virt-launcher', 'info', 'Successfully connected to domain notify socket', 'client.go:181'),
      json('virt-launcher', 'info', 'guest agent info updated', 'agent_poller.go:{d:3}'),
      json('virt-launcher', 'info', 'kubevirt domain status: Running(1):Unknown(0)', 'client.go:296'),
      `{"component":"virt-launcher","kind":"","level":"info","msg":"Synced vmi","pos":"server.go:208","timestamp":"{micro}","uid":"{x:8}-{x:4}-4{x:3}-9{x:3}-{x:12}"}`,
    ],
    told: narrator.tell(247, [
      json(
        'virt-launcher',
        'error',
        'End of file while reading data: Input/output error',
        'virNetSocketReadWire:1791',
        ',"subcomponent":"libvirt","thread":"21"',
      ),
    ]),
  };
}
