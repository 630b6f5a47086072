/** Products whose versions rules may ask for in `applies`. */
export const PRODUCTS = [
  'harvester',
  'longhorn',
  'kubevirt',
  'cdi',
  'kubernetes',
  'rke2',
  'k3s',
  'rancher',
  'fleet',
  'etcd',
  'kernel',
] as const;
