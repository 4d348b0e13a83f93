import type { DestinationId, SessionId } from '../../../../src/shared/domain/ids'
import { ivsKeyRef, type OpenIvsChannel } from '../../ports'
import type { Step } from '../../workflow/step'
import { resourceName, tagsOf } from '../naming'
import { sessionAt, type ShowWorld } from '../showWorld'
import { madeBy } from './madeBy'

interface OfDestination {
  readonly sessionId: SessionId
  readonly destinationId: DestinationId
}

/** An IVS channel is a passive end: it costs nothing until a picture arrives. Its key goes to the keychain. */
export const createIvsChannel: Step<
  ShowWorld,
  OfDestination,
  Pick<OpenIvsChannel, 'arn' | 'ingestUrl'>
> = {
  name: 'create-ivs-channel',
  subject: ({ destinationId }) => destinationId,
  usualMs: 1_500,
  longestMs: 20_000,
  async do(context, { sessionId, destinationId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { arn, ingestUrl } = await cloud.ivs.createChannel({
      name: `${resourceName(session)}-${destinationId}`,
      tags: { ...tagsOf(session, context.key), destination: destinationId },
      key: ivsKeyRef(sessionId, destinationId),
    })
    return { arn, ingestUrl }
  },
  async undo(context, { sessionId, destinationId }, made) {
    const { cloud } = await sessionAt(context, sessionId)
    const { items } = await cloud.ivs.listChannels()
    const arns = madeBy({ key: context.key, made: made?.arn }, items, ({ arn }) => arn)
    for (const arn of arns) await cloud.ivs.deleteChannel(arn, ivsKeyRef(sessionId, destinationId))
  },
}

/** Deletes one and forgets its key. */
export const deleteIvsChannel: Step<
  ShowWorld,
  { readonly sessionId: SessionId; readonly arn: string; readonly destinationId: DestinationId },
  void
> = {
  name: 'delete-ivs-channel',
  // A destination may have two: where an answer was lost and the list did not show it yet.
  subject: ({ arn }) => arn.split('/').at(-1) ?? arn,
  attempts: 10,
  usualMs: 2_000,
  longestMs: 60_000,
  async do(context, { sessionId, arn, destinationId }) {
    const { cloud } = await sessionAt(context, sessionId)
    await cloud.ivs.deleteChannel(arn, ivsKeyRef(sessionId, destinationId))
  },
}
