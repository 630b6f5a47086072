import type { RemediationStep } from '../model/report.js';
import type { GapKind } from './collection-gaps.js';

/** How a gap is told. */
export interface GapWords {
  readonly title: (names: string) => string;
  readonly explanation: string;
  readonly steps: readonly RemediationStep[];
}

const TAKE_AGAIN: RemediationStep = {
  step: 'Take a new bundle, and wait until it is complete before you download it.',
};
const COPY_AGAIN: RemediationStep = {
  step: 'Copy or download the bundle again and compare its size; if it was complete there, nothing is lost.',
};
const WAIT_LONGER: RemediationStep = {
  step: 'Give the nodes more time: raise the node collection timeout of the support bundle and take a new one.',
  command: 'kubectl edit settings.harvesterhci.io support-bundle-node-collection-timeout',
};
const LOOK_AT_AGENT: RemediationStep = {
  step: 'See why the collector got nothing: the pod of the supportbundle agent on that node did not run or could not reach the manager.',
  command: 'kubectl -n harvester-system get pods -o wide | grep supportbundle',
};

/** English texts. */
export const GAP_WORDS_EN: Readonly<Record<GapKind, GapWords>> = {
  'archive-cut': {
    title: (names) => `The archive ${names} is cut off`,
    explanation:
      'It ends in the middle: a download or copy broke off. What came before the cut was read; what came after is missing.',
    steps: [COPY_AGAIN, TAKE_AGAIN],
  },
  'no-objects': {
    title: () => 'The bundle holds no API objects: yamls/ is missing',
    explanation:
      'The collector writes the objects of the cluster below yamls/. Without them no state can be seen, and nothing can be tied to what it belongs to; the logs alone were judged.',
    steps: [COPY_AGAIN, TAKE_AGAIN],
  },
  'node-missing': {
    title: (names) => `Nothing was collected on node ${names}`,
    explanation:
      'The cluster has this node, but the bundle has no archive nodes/<node>.zip of it, or an empty one: its agent was not done in time, or the node was down. Kernel, kubelet and RKE2 logs of it are missing.',
    steps: [LOOK_AT_AGENT, WAIT_LONGER],
  },
  'node-empty': {
    title: (names) => `All logs collected on node ${names} are empty`,
    explanation:
      'The archive of the node is there, but each of its logs has no byte: the collector could not read the journal, or its disk was full.',
    steps: [LOOK_AT_AGENT, TAKE_AGAIN],
  },
  'logs-empty': {
    title: () => 'The logs of all containers are empty',
    explanation: 'The files below logs/ are there and none has a byte. What only they tell was not seen.',
    steps: [TAKE_AGAIN],
  },
  'collector-errors': {
    title: (names) => `The collector failed to fetch ${names}`,
    explanation:
      'The API server did not answer these requests of the collector, so that lists are missing or incomplete. What is not in the bundle may still be in the cluster.',
    steps: [TAKE_AGAIN],
  },
};

/** Chinese texts. */
export const GAP_WORDS_ZH: Readonly<Record<GapKind, GapWords>> = {
  'archive-cut': {
    title: (names) => `压缩包 ${names} 不完整`,
    explanation: '文件在中途结束：下载或复制被中断。断点之前的内容已读取，之后的内容缺失。',
    steps: [{ step: '重新复制或下载支持包并核对大小。' }, { step: '重新生成支持包，并等待其完成后再下载。' }],
  },
  'no-objects': {
    title: () => '支持包中没有 API 对象：缺少 yamls/',
    explanation:
      '收集器把集群对象写在 yamls/ 下。没有它们就看不到任何状态，也无法把日志与对象联系起来；仅对日志作了判断。',
    steps: [{ step: '重新复制或下载支持包并核对大小。' }, { step: '重新生成支持包。' }],
  },
  'node-missing': {
    title: (names) => `节点 ${names} 上没有收集到任何内容`,
    explanation:
      '集群中有该节点，但支持包中没有 nodes/<node>.zip，或者它是空的：收集代理未能按时完成，或节点宕机。缺少其内核、kubelet 和 RKE2 日志。',
    steps: [
      {
        step: '查看该节点上的 supportbundle 代理 Pod 为何没有结果。',
        command: 'kubectl -n harvester-system get pods -o wide | grep supportbundle',
      },
      {
        step: '调大节点收集超时后重新生成支持包。',
        command: 'kubectl edit settings.harvesterhci.io support-bundle-node-collection-timeout',
      },
    ],
  },
  'node-empty': {
    title: (names) => `节点 ${names} 的日志全部为空`,
    explanation: '节点的压缩包存在，但其中的日志都是零字节：收集器无法读取 journal，或磁盘已满。',
    steps: [{ step: '重新生成支持包。' }],
  },
  'logs-empty': {
    title: () => '所有容器的日志均为空',
    explanation: 'logs/ 下的文件存在，但都是零字节。只能由容器日志得出的结论无从得知。',
    steps: [{ step: '重新生成支持包。' }],
  },
  'collector-errors': {
    title: (names) => `收集器未能获取 ${names}`,
    explanation: 'API server 没有应答收集器的这些请求，因此列表缺失或不完整。支持包中没有的内容可能仍在集群中。',
    steps: [{ step: '重新生成支持包。' }],
  },
};
