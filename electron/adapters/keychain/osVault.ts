import type { AsyncEntry } from '@napi-rs/keyring'
import type { KeyRef } from '../../core/ports'
import { operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import type { Vault } from './vault'

/** As much of the keychain library as is used. */
export interface Keyring {
  readonly AsyncEntry: typeof AsyncEntry
}

/** Under which name the operator finds the keys in the keychain of the machine. */
const service = 'Tallylight'

/**
 * On Linux the library would silently fall back to the kernel's keyring, which a restart empties; the
 * other systems have one store each.
 */
const pinned = { linux: { store: 'secret-service' } } as const

/** A locked keychain asks its owner, who may have to find the password first. */
const patienceMs = 60_000

/** The keychain of the operating system: Keychain, Credential Manager, or the Secret Service. */
export class OsVault implements Vault {
  readonly kind = 'os'
  readonly trouble = null

  constructor(private readonly keyring: Keyring) {}

  async get(ref: KeyRef): Promise<string | undefined> {
    return (await this.#asked(ref, (entry, signal) => entry.getPassword(signal))) ?? undefined
  }

  async set(ref: KeyRef, secret: string): Promise<void> {
    await this.#asked(ref, (entry, signal) =>
      entry.setPassword(secret, signal).catch((thrown: unknown) => {
        // Nothing shows that the library repeats what it could not keep, and nothing forbids it.
        throw new Error(messageOf(thrown).replaceAll(secret, '•••'))
      }),
    )
  }

  async has(ref: KeyRef): Promise<boolean> {
    return (await this.get(ref)) !== undefined
  }

  async delete(ref: KeyRef): Promise<void> {
    await this.#asked(ref, (entry, signal) => entry.deleteCredential(signal))
  }

  async #asked<T>(
    ref: KeyRef,
    work: (entry: AsyncEntry, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.timeout(patienceMs)
    try {
      // The library looks at the signal before it begins only: the wait has to end by itself.
      const entry = new this.keyring.AsyncEntry(service, ref, pinned)
      return await Promise.race([work(entry, signal), ended(signal)])
    } catch (thrown) {
      throw operatorError(sentences.keychainFailed(whyOf(thrown)))
    }
  }
}

/** The library's words hold neither the secret nor its name, but they are no sentence either. */
export function whyOf(thrown: unknown): string {
  const message = messageOf(thrown)
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return 'It did not answer; it may be locked and waiting for its password.'
  }
  return /dbus|d-bus|secret service|no result found/i.test(message)
    ? 'No keychain is running or unlocked (Secret Service).'
    : `It said: ${message}`
}

const messageOf = (thrown: unknown) =>
  thrown instanceof Error ? thrown.message : 'no reason given'

/** Rejects when the signal fires, and never otherwise. */
export const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
