import type { StopLine } from '../../../src/shared/domain/found'
import { SessionId } from '../../../src/shared/domain/ids'
import type { WireError } from '../../../src/shared/errors'
import type { Listing, ObservedChannel } from '../ports'
import { isOurs, isRunning } from '../reconcile/observed'

/** What to do about a channel of ours when everything is to be stopped. */
export interface StopChoice {
  readonly channel: ObservedChannel
  readonly sessionId: SessionId | null
  readonly does: 'stop' | 'nothing'
}

/** Ours, and nobody else's, whatever runs beside it. Pure. */
export function stopPlan(channels: readonly ObservedChannel[]): readonly StopChoice[] {
  return channels
    .filter((channel) => isOurs(channel) && channel.state !== 'DELETED')
    .map((channel) => {
      const id = SessionId.safeParse(channel.tags['session'])
      const runs = isRunning(channel) || channel.state === 'STARTING'
      return { channel, sessionId: id.success ? id.data : null, does: runs ? 'stop' : 'nothing' }
    })
}

/** On its way down, not there yet. */
export const isGoingDown = ({ state }: ObservedChannel): boolean =>
  state === 'STOPPING' || isRunning({ state } as ObservedChannel) || state === 'STARTING'

/** What AWS last said of a channel, where it cannot be asked now. */
export interface Remembered {
  readonly id: string
  readonly name: string
  readonly sessionId: SessionId | null
  readonly state: string
  readonly at: number
}

/** All of a list that was ours and ran. Pure. */
export const rememberedFrom = (
  listing: Pick<Listing<ObservedChannel>, 'items' | 'askedAt'>,
): readonly Remembered[] =>
  stopPlan(listing.items)
    .filter(({ does, channel }) => does === 'stop' || isGoingDown(channel))
    .map(({ channel: { id, name, state }, sessionId }) => ({
      id,
      name,
      sessionId,
      state,
      at: listing.askedAt,
    }))

interface About {
  readonly region: string
  readonly safetyStopAt: (sessionId: SessionId | null) => number | null
}

/** A line of a channel as it was listed now. Pure. */
export const channelLine = (
  { channel: { id, name }, sessionId, does }: StopChoice,
  requestId: string,
  { region, safetyStopAt }: About,
): StopLine => ({
  region,
  sessionId,
  kind: 'channel',
  id,
  name,
  outcome: does === 'stop' ? 'asking' : 'was-off',
  requestId: does === 'stop' ? null : requestId,
  error: null,
  lastSeen: null,
  safetyStopAt: safetyStopAt(sessionId),
})

/** What may still run in a region that could not be asked, as old as it is; then the region itself. Pure. */
export const unaskedLines = (
  remembered: readonly Remembered[],
  error: WireError,
  { region, safetyStopAt }: About,
): readonly StopLine[] => [
  ...remembered.map(({ id, name, sessionId, state, at }): StopLine => ({
    region,
    sessionId,
    kind: 'channel',
    id,
    name,
    outcome: 'not-stopped',
    requestId: error.reference,
    error,
    lastSeen: { state, at },
    safetyStopAt: safetyStopAt(sessionId),
  })),
  {
    region,
    sessionId: null,
    kind: 'region',
    id: region,
    name: region,
    outcome: 'not-stopped',
    requestId: error.reference,
    error,
    lastSeen: null,
    safetyStopAt: null,
  },
]
