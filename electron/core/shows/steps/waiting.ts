import { OperatorError } from '../../../../src/shared/errors'
import type { SessionId } from '../../../../src/shared/domain/ids'
import type { ChannelState } from '../../../../src/shared/domain/session'
import type { Interest } from '../../reconcile/round'
import type { ObservedWorld } from '../../reconcile/observed'
import { channelIn } from '../../reconcile/observed'
import { sessionAt, type ShowContext } from '../showWorld'

/** A channel as a fresh look found it; `absent` when AWS lists it no more. */
export type Seen = ChannelState | 'absent'

/** Looks until `pick` finds what it wants in an answer that is newer than this call. */
export async function lookUntil<T>(
  context: ShowContext,
  sessionId: SessionId,
  pick: (world: ObservedWorld) => T | undefined,
  interest: Partial<Interest> = {},
): Promise<T> {
  const { observer } = await sessionAt(context, sessionId)
  return observer.until(pick, { signal: context.signal, interest })
}

/** What state the channel is in, asked now. */
export const seenState = (
  context: ShowContext,
  sessionId: SessionId,
  channelId: string,
): Promise<Seen> => lookUntil(context, sessionId, (world) => stateIn(world, channelId))

/** Waits until the channel is in one of these states, and says in which. */
export const reaches = <S extends Seen>(
  context: ShowContext,
  sessionId: SessionId,
  channelId: string,
  states: readonly S[],
): Promise<S> =>
  lookUntil(context, sessionId, (world) => {
    const seen = stateIn(world, channelId)
    return states.find((state) => state === seen)
  })

/** What the round says of the channel; undefined where no channels were ever listed. */
export function stateIn(world: ObservedWorld, channelId: string): Seen | undefined {
  if (!world.channels) return undefined
  return channelIn(world, channelId)?.state ?? 'absent'
}

/**
 * A stop is never undone and never parked: whatever it meets, AWS is asked again. Only what the operator
 * has to mend (a sign-in, say) is waited for.
 */
export async function neverRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const isRefusal =
      thrown instanceof OperatorError &&
      (thrown.wire.fate === 'undo' || thrown.wire.fate === 'park')
    if (isRefusal) throw new OperatorError({ ...thrown.wire, fate: 'retry' }, { cause: thrown })
    throw thrown
  }
}
