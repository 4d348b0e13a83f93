import {
  availableParallelism,
  arch,
  hostname,
  platform,
  release,
  totalmem,
  userInfo,
} from 'node:os'

/** What a report of trouble says about the machine. No path, no address. */
export interface Machine {
  readonly platform: string
  readonly release: string
  readonly arch: string
  readonly node: string
  readonly cores: number
  readonly memoryBytes: number
  readonly host: string
  readonly user: string
}

export function readMachine(): Machine {
  return {
    platform: platform(),
    release: release(),
    arch: arch(),
    node: process.versions.node,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    host: hostname(),
    user: userName(),
  }
}

/**
 * Who made a resource, as a tag: `user@host`. AWS takes letters, digits, spaces and `+ - = . _ : / @`
 * in a tag value, 256 at most (AWS tagging user guide, "Tag naming limits and requirements").
 */
export const ownerTag = ({ user, host }: Pick<Machine, 'user' | 'host'>): string =>
  `${user}@${host}`.replace(/[^A-Za-z0-9 +\-=._:/@]/g, '-').slice(0, 256)

/** A container may run under a user id that no user database knows. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return process.env['USER'] ?? 'somebody'
  }
}
