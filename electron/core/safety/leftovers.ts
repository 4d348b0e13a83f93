import type { Certificate } from '../../../src/shared/domain/session'
import type { Show } from '../../../src/shared/domain/show'
import type {
  Cloud,
  Listing,
  ObservedChannel,
  ObservedInput,
  ObservedIvsChannel,
  ObservedSecurityGroup,
} from '../ports'
import { ofSession } from '../reconcile/observed'

/** Everything of a region that could be ours, as four lists asked just now. */
export interface Lists {
  readonly channels: Listing<ObservedChannel>
  readonly inputs: Listing<ObservedInput>
  readonly securityGroups: Listing<ObservedSecurityGroup>
  /** Null where a session made none: IVS is not in every region, nor allowed to everybody. */
  readonly ivsChannels: Listing<ObservedIvsChannel> | null
}

/** Asks for everything a show with these destinations can have made. */
export async function listEverything(
  { mediaLive, ivs }: Cloud,
  { destinations }: Pick<Show, 'destinations'>,
): Promise<Lists> {
  const [channels, inputs, securityGroups, ivsChannels] = await Promise.all([
    mediaLive.listChannels(),
    mediaLive.listInputs(),
    mediaLive.listSecurityGroups(),
    destinations.some(({ kind }) => kind === 'ivs') ? ivs.listChannels() : null,
  ])
  return { channels, inputs, securityGroups, ivsChannels }
}

/** AWS goes on listing what is deleted for a while. */
export const isLeftover = ({ state }: { readonly state: string }): boolean => state !== 'DELETED'

/** What is still there of a session, by its tags. */
export function leftoversOf(lists: Lists, sessionId: string): Certificate['leftovers'] {
  const named = (kind: string, items: readonly { readonly id: string; readonly state: string }[]) =>
    items.filter(isLeftover).map(({ id, state }) => ({ kind, id, state }))
  return [
    ...named('channel', ofSession(lists.channels.items, sessionId)),
    ...named('input', ofSession(lists.inputs.items, sessionId)),
    ...named('input security group', ofSession(lists.securityGroups.items, sessionId)),
    ...ofSession(lists.ivsChannels?.items ?? [], sessionId).map(({ arn }) => ({
      kind: 'IVS channel',
      id: arn,
      state: 'ACTIVE',
    })),
  ]
}
