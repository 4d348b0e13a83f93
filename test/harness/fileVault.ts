import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Vault } from '../../electron/adapters/keychain/vault'

/** A keychain that outlives a killed process, without the one of this machine. */
export function fileVault(path: string): Vault {
  const read = (): Record<string, string> =>
    existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {}
  const write = (secrets: Record<string, string>) => writeFileSync(path, JSON.stringify(secrets))
  return {
    kind: 'os',
    trouble: null,
    get: (ref) => Promise.resolve(read()[ref]),
    set: (ref, secret) => Promise.resolve(write({ ...read(), [ref]: secret })),
    has: (ref) => Promise.resolve(ref in read()),
    delete: (ref) => {
      const { [ref]: _gone, ...rest } = read()
      return Promise.resolve(write(rest))
    },
  }
}
