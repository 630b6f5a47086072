import type { AliasSort, GraphNote, LinkDoubt, Presence } from '../../model/graph.js';
import { formatCount, formatTime } from '../quantities.js';
import type { ReportLanguage } from '../reporter.js';

/** The sentences around a graph. Kinds, relations and states are terms and stay as they are. */
export interface GraphMessages {
  readonly presence: Readonly<Record<Presence, string>>;
  readonly above: string;
  readonly below: string;
  more(relation: string, count: number, kind: string): string;
  leftOut(count: number, shown: number): string;
  note(note: GraphNote): string;
  doubt(doubt: LinkDoubt | undefined, lastSeen: string | undefined): string;
  readonly nothingToDraw: string;
  clusterIn(bundle: string): string;
  readonly nodes: string;
  readonly standsOut: string;
  readonly nothingStandsOut: string;
  readonly goOnWith: string;
  andMore(count: number): string;
  andMoreKinds(count: number): string;
  carried(pods: number, vms: number, engines: number, replicas: number): string;
}

const ALIASES: Readonly<Record<ReportLanguage, Readonly<Record<AliasSort, string>>>> = {
  en: { uid: 'UID', 'container-id': 'container id', address: 'address' },
  zh: { uid: 'UID', 'container-id': '容器 ID', address: '地址' },
};

const DOUBTS: Readonly<Record<ReportLanguage, Readonly<Record<LinkDoubt, string>>>> = {
  en: {
    'device-name-reused': 'device names are given away again',
    'address-reused': 'known by its address',
    'unmounted-since': 'it may be unmounted since',
    'end-not-logged': 'its end is not in the log',
  },
  zh: {
    'device-name-reused': '设备名会被重复使用',
    'address-reused': '仅凭地址识别',
    'unmounted-since': '此后可能已卸载',
    'end-not-logged': '日志中没有其结束记录',
  },
};

const en: GraphMessages = {
  presence: {
    collected: '',
    missing: 'in no list of the bundle',
    'not-collected': 'its kind was not collected',
    'not-read': '',
  },
  above: 'above',
  below: 'below',
  more: (relation, count, kind) => `${relation} ${formatCount(count)} more ${kind}`,
  leftOut: (count, shown) =>
    `${formatCount(count)} things at the edge were left out, ${formatCount(shown)} are shown; --max shows more, or name one of them`,
  note: (note) => {
    switch (note.kind) {
      case 'recognised':
        return `"${note.given}" is its ${ALIASES.en[note.by]}`;
      case 'further':
        return `more is connected further away; --depth ${note.depth} shows it`;
      case 'unwell-left-out':
        return `${formatCount(note.count)} more things are not as they should be`;
    }
  },
  doubt: (doubt, lastSeen) =>
    [
      ...(lastSeen === undefined ? [] : [`seen ${formatTime(lastSeen)} UTC`]),
      ...(doubt === undefined ? [] : [DOUBTS.en[doubt]]),
    ].join('; '),
  nothingToDraw: 'The bundle holds no objects that could be drawn.',
  clusterIn: (bundle) => `Cluster in ${bundle}`,
  nodes: 'Nodes',
  standsOut: 'Stands out',
  nothingStandsOut: 'nothing: no other object says that something is wrong',
  goOnWith: 'Go on with',
  andMore: (count) => `and ${formatCount(count)} more`,
  andMoreKinds: (count) => `and ${count} more kinds`,
  carried: (pods, vms, engines, replicas) =>
    [counted(pods, 'pod'), counted(vms, 'VM'), counted(engines, 'engine'), counted(replicas, 'replica')]
      .filter((words) => words !== '')
      .join(', '),
};

const zh: GraphMessages = {
  presence: { collected: '', missing: '包内列表中没有', 'not-collected': '未收集该类型', 'not-read': '' },
  above: '见上文',
  below: '见下文',
  more: (relation, count, kind) => `${relation} 另有 ${formatCount(count)} 个 ${kind}`,
  leftOut: (count, shown) =>
    `边缘有 ${formatCount(count)} 个对象未显示，已显示 ${formatCount(shown)} 个；用 --max 显示更多，或指定其中一个`,
  note: (note) => {
    switch (note.kind) {
      case 'recognised':
        return `“${note.given}”是它的${ALIASES.zh[note.by]}`;
      case 'further':
        return `更远处还有关联对象；用 --depth ${note.depth} 显示`;
      case 'unwell-left-out':
        return `另有 ${formatCount(note.count)} 个对象状态异常`;
    }
  },
  doubt: (doubt, lastSeen) =>
    [
      ...(lastSeen === undefined ? [] : [`最后见于 ${formatTime(lastSeen)} UTC`]),
      ...(doubt === undefined ? [] : [DOUBTS.zh[doubt]]),
    ].join('；'),
  nothingToDraw: '包中没有可绘制的对象。',
  clusterIn: (bundle) => `${bundle} 中的集群`,
  nodes: '节点',
  standsOut: '异常',
  nothingStandsOut: '无：没有其他对象表明存在问题',
  goOnWith: '接下来可以查看',
  andMore: (count) => `另有 ${formatCount(count)} 个`,
  andMoreKinds: (count) => `另有 ${count} 种`,
  carried: (pods, vms, engines, replicas) =>
    [
      [pods, 'Pod'],
      [vms, 'VM'],
      [engines, '引擎'],
      [replicas, '副本'],
    ]
      .filter(([count]) => count !== 0)
      .map(([count, noun]) => `${formatCount(Number(count))} 个 ${noun}`)
      .join('，'),
};

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** The sentences of a language. */
export const GRAPH_MESSAGES: Readonly<Record<ReportLanguage, GraphMessages>> = { en, zh };
