import type { SessionId } from '../../../../src/shared/domain/ids'
import type { ObservedInput } from '../../ports'
import type { ObservedWorld } from '../../reconcile/observed'
import type { Step } from '../../workflow/step'
import { resourceName, tagsOf } from '../naming'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'
import { madeBy } from './madeBy'
import { lookUntil } from './waiting'

interface OfSession {
  readonly sessionId: SessionId
}

/** The ingest. Its name is its only password besides the allow-list, so nobody can guess it. */
export const createInput: Step<
  ShowWorld,
  OfSession & { readonly securityGroupId: string },
  string
> = {
  name: 'create-input',
  usualMs: 3_000,
  longestMs: 60_000,
  async do(context, { sessionId, securityGroupId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    return cloud.mediaLive.createPushInput({
      key: context.key,
      name: resourceName(session),
      // Sent again after a lost answer, AWS goes by the request id and keeps the first name.
      streamName: `live/${context.world.ids.unguessable()}`,
      securityGroupId,
      tags: tagsOf(session, context.key),
    })
  },
  async undo(context, { sessionId }, made) {
    const { cloud } = await sessionAt(context, sessionId)
    const { items } = await cloud.mediaLive.listInputs()
    for (const id of madeBy({ key: context.key, made }, items, (input) => input.id))
      await removeInput(context, sessionId, id)
  },
}

/** Deletes one, once its channel has let go of it. */
export const deleteInput: Step<ShowWorld, OfSession & { readonly id: string }, void> = {
  name: 'delete-input',
  subject: ({ id }) => id,
  usualMs: 10_000,
  longestMs: 7 * 60_000,
  attempts: 12,
  do: (context, { sessionId, id }) => removeInput(context, sessionId, id),
}

/** Ends when it is gone: until then AWS holds its security group. */
async function removeInput(context: ShowContext, sessionId: SessionId, id: string): Promise<void> {
  const reaches = (...states: readonly InputState[]) =>
    lookUntil(context, sessionId, (world) => states.find((state) => state === stateIn(world, id)), {
      inputs: true,
    })
  // Attached, it would be refused, also while its channel is being deleted.
  const state = await reaches('DETACHED', 'DELETING', 'DELETED', 'absent')
  if (state === 'DETACHED') {
    const { cloud } = await sessionAt(context, sessionId)
    await cloud.mediaLive.deleteInput(id)
  }
  await reaches('DELETED', 'absent')
}

type InputState = ObservedInput['state'] | 'absent'

const stateIn = ({ inputs }: ObservedWorld, id: string): InputState | undefined =>
  inputs ? (inputs.items.find((one) => one.id === id)?.state ?? 'absent') : undefined
