import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Whether an IP address lies in a network such as `10.42.0.0/16` or `fd00::/8`. Arithmetic on addresses only; nothing is connected.
 * @throws when the network is not written as address, slash and prefix length.
 */
export function isInNetwork(address: string, network: string): boolean {
  const [base = '', prefix = ''] = network.split('/');
  const list = new BlockList();
  list.addSubnet(base, Number(prefix), isIPv6(base) ? 'ipv6' : 'ipv4');
  return isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
