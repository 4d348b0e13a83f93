import type { DestinationId, SessionId } from '../../../../src/shared/domain/ids'
import { ivsKeyRef, type OpenIvsChannel } from '../../ports'
import type { Step } from '../../workflow/step'
import { resourceName, tagsOf } from '../naming'
import { sessionAt, type ShowWorld } from '../showWorld'

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
    const listed = (await cloud.ivs.listChannels()).items
    const arn = made?.arn ?? listed.find(({ tags }) => tags['step'] === context.key)?.arn
    if (arn !== undefined) await cloud.ivs.deleteChannel(arn, ivsKeyRef(sessionId, destinationId))
  },
}

/** Deletes one and forgets its key. */
export const deleteIvsChannel: Step<
  ShowWorld,
  { readonly sessionId: SessionId; readonly arn: string; readonly destinationId: DestinationId },
  void
> = {
  name: 'delete-ivs-channel',
  subject: ({ destinationId }) => destinationId,
  attempts: 10,
  usualMs: 2_000,
  longestMs: 60_000,
  async do(context, { sessionId, arn, destinationId }) {
    const { cloud } = await sessionAt(context, sessionId)
    await cloud.ivs.deleteChannel(arn, ivsKeyRef(sessionId, destinationId))
  },
}
