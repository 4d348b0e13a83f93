import type { WireError } from '../../../src/shared/errors'
import type { Vault } from './vault'

/** Keys in this process only: they are gone when the console is closed, and `trouble` says why it is so. */
export function memoryVault(trouble: WireError | null): Vault {
  const secrets = new Map<string, string>()
  return {
    kind: 'memory',
    trouble,
    get: (ref) => Promise.resolve(secrets.get(ref)),
    set: (ref, secret) => Promise.resolve(void secrets.set(ref, secret)),
    has: (ref) => Promise.resolve(secrets.has(ref)),
    delete: (ref) => Promise.resolve(void secrets.delete(ref)),
  }
}
