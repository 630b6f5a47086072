import { mapAt, mapsAt, textAt } from '../bundle/kube-path.js';
import type { KubeMap, KubeValue } from '../model/kube-object.js';
import { cutDetail, type Fact, type FactReader, Health } from './fact.js';

/** Types that tell of trouble when they are True, whatever the kind. */
const TROUBLE_WHEN_TRUE =
  /(?:Pressure|Unavailable|Problem|Deadlock|Degraded|Failure|Failed|Failing|Error)$|^(?:Paused|Stalled|Deleting|TooManySnapshots|DisruptionTarget)$/;

/** Types that tell of trouble when they are False, whatever the kind. */
const TROUBLE_WHEN_FALSE =
  /(?:Ready|Available|Healthy|Succeeded|Upgraded|Provisioned|Deployed|Installed|Loaded|Prepared|Synced|Connected)$|^(?:Scheduled|Schedulable|Completed?|Initialized|Imported|Established|Accepted|Created|Reconciled|Processed|Updated|PodScheduled|EtcdIsVoter|MountPropagation|RequiredPackages|Multipathd)$/i;

interface ConditionOptions {
  /** Types that say the same as another field of this kind, or nothing. */
  readonly without?: readonly string[];
  /** Only these types. */
  readonly only?: readonly string[];
  /** What Unknown of a type that should be True means; default: degraded. */
  readonly unknownIs?: Health;
  /** Whether Unknown means only that it goes on, as Rancher's controllers write it. */
  readonly unknownIsUnderWay?: boolean;
  /** Types of this kind that tell of trouble when False, beyond those of every kind. */
  readonly troubleWhenFalse?: readonly string[];
  /** Default: `status.conditions`. */
  readonly path?: string;
}

/** The status of every condition; its reason and message are only shown. */
export function conditions(options: ConditionOptions = {}): FactReader {
  const path = options.path ?? 'status.conditions';
  return (content) =>
    conditionsAt(content, path).flatMap((condition): Fact[] => {
      const type = textAt(condition, 'type');
      const status = textAt(condition, 'status');
      if (type === undefined || status === undefined || options.without?.includes(type) === true) return [];
      if (options.only?.includes(type) === false) return [];
      const health = healthOfCondition(type, status, options);
      const detail = detailOf(condition);
      return [
        {
          field: `${path}[${type}].status`,
          label: type,
          value: status,
          topic: 'state',
          ...(detail === '' ? {} : { detail }),
          ...(health === undefined ? {} : { health }),
        },
      ];
    });
}

/** Longhorn before v1beta2 had a map in place of the list. */
export function conditionsAt(content: KubeMap, path: string): readonly KubeMap[] {
  const keys = path.split('.');
  const list = mapsAt(content, ...keys);
  return list.length > 0 ? list : Object.values(mapAt(content, ...keys)).filter(isMap);
}

function isMap(value: KubeValue | undefined): value is KubeMap {
  return typeof value === 'object' && !Array.isArray(value);
}

function healthOfCondition(
  type: string,
  status: string,
  { troubleWhenFalse = [], unknownIs = Health.degraded, unknownIsUnderWay = false }: ConditionOptions,
): Health | undefined {
  if (unknownIsUnderWay && status === 'Unknown') return undefined;
  if (TROUBLE_WHEN_TRUE.test(type)) return status === 'True' ? Health.failed : Health.fine;
  if (!TROUBLE_WHEN_FALSE.test(type) && !troubleWhenFalse.includes(type)) {
    // A condition that nobody knows and that is not so says as much as one that is not there.
    return status === 'False' ? Health.fine : undefined;
  }
  if (status === 'True') return Health.fine;
  return status === 'False' ? Health.failed : unknownIs;
}

/** The reason and the message, cut. */
export function detailOf(condition: KubeMap): string {
  const parts = [textAt(condition, 'reason'), textAt(condition, 'message')];
  return cutDetail(parts.filter((part) => part !== undefined).join(': '));
}
