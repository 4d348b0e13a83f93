import type { KeyRef, Keys } from '../../core/ports'
import type { WireError } from '../../../src/shared/errors'

/** Where stream keys lie. Only adapters and the shell's clipboard ever ask for one. */
export interface Vault extends Keys {
  /** The operating system's keychain, or this process's memory. */
  readonly kind: 'os' | 'memory'
  /** Why it is not the keychain, where it is not. */
  readonly trouble: WireError | null
  get(ref: KeyRef): Promise<string | undefined>
  /** Replaces what was there. */
  set(ref: KeyRef, secret: string): Promise<void>
}
