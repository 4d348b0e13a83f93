import { isIPv4 } from 'node:net'

const octets = (address: string): number =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)

interface Block {
  readonly base: number
  readonly prefix: number
}

/** `203.0.113.0/24`; IPv4 only, a prefix is required. Undefined: not one. */
function blockOf(cidr: string): Block | undefined {
  const [, address = '', prefixText = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(cidr) ?? []
  const prefix = Number(prefixText)
  return isIPv4(address) && prefix <= 32 ? { base: octets(address), prefix } : undefined
}

export const isIpv4Cidr = (cidr: string): boolean => blockOf(cidr) !== undefined

/** Whether an address lies in the block; an IPv4 address mapped into IPv6 counts as what it is. */
export function cidrCovers(cidr: string, remoteAddress: string): boolean {
  const address = remoteAddress.replace(/^::ffff:/i, '')
  const block = blockOf(cidr)
  if (block === undefined || !isIPv4(address)) return false
  const size = 2 ** (32 - block.prefix)
  return Math.floor(octets(address) / size) === Math.floor(block.base / size)
}
