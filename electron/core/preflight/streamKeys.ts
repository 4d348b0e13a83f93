import { result, type Check } from './facts'

/** Every destination of somebody else's has its key, and it will survive a crash. */
export const streamKeys: Check = ({ show, keysPresent, keychainIsMemory }) => {
  const needed = show.destinations.filter(({ kind }) => kind !== 'ivs')
  const missing = needed.filter(({ id }) => !keysPresent.has(id))
  if (missing.length > 0)
    return result(
      'stream-keys',
      'blocks',
      `The stream key is missing: ${missing.map(({ name }) => name).join(', ')}.`,
      'Paste it in the destination.',
    )
  if (needed.length > 0 && keychainIsMemory)
    return result(
      'stream-keys',
      'warns',
      'Stream keys are held in memory: after a crash they have to be pasted again.',
      'Unlock the keychain of this computer and start the console again.',
    )
  return result('stream-keys', 'fine', 'Every destination has its key.')
}
