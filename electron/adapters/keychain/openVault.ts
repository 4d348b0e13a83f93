import { randomUUID } from 'node:crypto'
import type { KeyRef } from '../../core/ports'
import { OperatorError, operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import { memoryVault } from './memoryVault'
import { ended, type Keyring, OsVault, whyOf } from './osVault'
import type { Vault } from './vault'

export interface VaultOptions {
  /** How long a locked keychain may keep the console from opening. */
  readonly probeMs?: number
  /** Where the library comes from; it is a native one, and may be missing for a machine. */
  readonly load?: () => Promise<Keyring>
}

const loadKeyring = (): Promise<Keyring> => import('@napi-rs/keyring')

/**
 * The keychain of this machine, where a probe can be written, read and taken away again; otherwise
 * memory, with `trouble` saying why. Never rejects.
 */
export async function openVault({
  probeMs = 5_000,
  load = loadKeyring,
}: VaultOptions = {}): Promise<Vault> {
  const signal = AbortSignal.timeout(probeMs)
  try {
    const vault = new OsVault(await load())
    await Promise.race([probe(vault), ended(signal)])
    return vault
  } catch (thrown) {
    return memoryVault(operatorError(sentences.keychainAbsent(reasonOf(thrown))).wire)
  }
}

async function probe(vault: Vault): Promise<void> {
  const ref = `probe/${randomUUID()}` as KeyRef
  await vault.set(ref, ref)
  const read = await vault.get(ref)
  await vault.delete(ref)
  if (read !== ref) throw new Error('what was written could not be read back')
}

/** The vault speaks in sentences already; loading the library does not. */
const reasonOf = (thrown: unknown): string =>
  thrown instanceof OperatorError ? thrown.wire.why : whyOf(thrown)
