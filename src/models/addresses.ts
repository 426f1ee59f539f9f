import { BlockList, isIPv4, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** RFC 1918, link-local and shared addresses, and their IPv6 kin: nobody's provider lives there. */
const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv4');
}
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

/** Does `baseUrl` lead to this machine? */
export function isLoopback(baseUrl: string): boolean {
  const host = hostOf(baseUrl);
  return host === 'localhost' || host.endsWith('.localhost') || isListed(loopback, host);
}

/** Does `baseUrl` lead to this machine or into a private network? A name without a dot is a name of such a network. */
export function isPrivate(baseUrl: string): boolean {
  const host = hostOf(baseUrl);
  return (
    isLoopback(baseUrl) ||
    isListed(privateNetworks, host) ||
    /\.(?:local|internal|lan|home\.arpa)$/.test(host) ||
    (!host.includes('.') && !isIPv6(host))
  );
}

function isListed(list: BlockList, host: string): boolean {
  return (isIPv4(host) && list.check(host, 'ipv4')) || (isIPv6(host) && list.check(host, 'ipv6'));
}

function hostOf(baseUrl: string): string {
  return new URL(baseUrl).hostname.replace(/^\[(.*)\]$/, '$1');
}
