import type { OutputDestination } from '@aws-sdk/client-medialive'
import type { KeyRef, OutputAddress } from '../../core/ports'
import { operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import type { Scrubber } from './scrub'

/** Where the adapters take stream keys from. */
export interface KeySource {
  get(ref: KeyRef): Promise<string | undefined>
}

/**
 * Output addresses as MediaLive takes them, with the keys in: the one place where a key leaves the
 * keychain on its way to AWS. The key never stands in the URL (MediaLive user guide, "RTMP
 * destinations"). Rejects with `key.missing`, naming the destination.
 */
export function withKeys(
  addresses: readonly OutputAddress[],
  { keys, scrubber }: { readonly keys: KeySource; readonly scrubber: Scrubber },
): Promise<OutputDestination[]> {
  return Promise.all(
    addresses.map(async ({ id, url, key }) => {
      if (key === null) return { Id: id, Settings: [{ Url: url }] }
      const secret = await keys.get(key)
      if (secret === undefined) throw operatorError(sentences.keyMissing(id))
      scrubber.remember(secret)
      return { Id: id, Settings: [{ Url: url, StreamName: secret }] }
    }),
  )
}
