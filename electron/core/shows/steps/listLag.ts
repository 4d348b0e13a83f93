import type { SessionId } from '../../../../src/shared/domain/ids'
import type { JournalEntry } from '../../journal'
import type { Tags } from '../../ports'
import type { ShowContext } from '../showWorld'

/** A list that lags does not show what was just made or begun: so long its silence is no answer. */
export const LIST_LAG_MS = 30_000

const stepOf = (entry: JournalEntry, kind: JournalEntry['kind']): string | undefined =>
  entry.kind === kind && 'key' in entry ? entry.key.split('/')[1] : undefined

/**
 * Whether the channel was told to start so lately that a list may still show it at rest, and nothing
 * has been seen of it since.
 */
export function startIsUnseen(
  { world: { store }, clock }: Pick<ShowContext, 'world' | 'clock'>,
  sessionId: SessionId,
): boolean {
  const lines = store.journal.ofSession(sessionId)
  const start = lines.findLastIndex(
    ({ entry }) => stepOf(entry, 'step-started') === 'start-channel',
  )
  const askedAt = lines[start]?.at
  if (askedAt === undefined || clock.now() - askedAt > LIST_LAG_MS) return false
  return !lines
    .slice(start)
    .some(
      ({ entry }) =>
        stepOf(entry, 'step-succeeded') === 'await-channel-running' ||
        stepOf(entry, 'step-succeeded') === 'stop-channel' ||
        stepOf(entry, 'step-undone') === 'start-channel',
    )
}

const MAKES: readonly (string | undefined)[] = [
  'create-security-group',
  'create-input',
  'create-channel',
  'create-ivs-channel',
]

/** Whether a step may have made something so lately that the lists do not show it yet. */
export function makingIsUnseen(
  { world: { store }, clock }: Pick<ShowContext, 'world' | 'clock'>,
  sessionId: SessionId,
  listed: readonly { readonly tags: Tags }[],
): boolean {
  const lines = store.journal.ofSession(sessionId)
  const settled = new Set(
    lines.flatMap(({ entry }) => (entry.kind === 'step-undone' ? [entry.key] : [])),
  )
  for (const { tags } of listed) if (tags['step'] !== undefined) settled.add(tags['step'])
  return lines.some(
    ({ at, entry }) =>
      entry.kind === 'step-started' &&
      MAKES.includes(stepOf(entry, 'step-started')) &&
      clock.now() - at < LIST_LAG_MS &&
      !settled.has(entry.key),
  )
}
