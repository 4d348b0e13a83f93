import type { Certificate } from '../../../src/shared/domain/session'
import type {
  Cloud,
  Listing,
  ObservedChannel,
  ObservedInput,
  ObservedIvsChannel,
  ObservedSafetyStop,
  ObservedSecurityGroup,
  SessionRecord,
} from '../ports'
import { ofSession } from '../reconcile/observed'

/** Everything of a region that could be ours, as four lists asked just now. */
export interface Lists {
  readonly channels: Listing<ObservedChannel>
  readonly inputs: Listing<ObservedInput>
  readonly securityGroups: Listing<ObservedSecurityGroup>
  /** Null where a session made none: IVS is not in every region, nor allowed to everybody. */
  readonly ivsChannels: Listing<ObservedIvsChannel> | null
  /** Null where the account has none set up. */
  readonly safetyStops: Listing<ObservedSafetyStop> | null
}

/** The beginning of every safety stop's name. */
export const safetyStopPrefix = 'tallylight-stop-'

/** Fixed, so that a stop armed twice is one stop; a session's id keeps it within 64 characters. */
export const safetyStopName = (sessionId: string): string => `${safetyStopPrefix}${sessionId}`

/** Asks for everything that a session can have made. */
export async function listEverything(
  { mediaLive, ivs, safetyStops }: Cloud,
  { show, settings }: Pick<SessionRecord, 'show' | 'settings'>,
): Promise<Lists> {
  const [channels, inputs, securityGroups, ivsChannels, stops] = await Promise.all([
    mediaLive.listChannels(),
    mediaLive.listInputs(),
    mediaLive.listSecurityGroups(),
    show.destinations.some(({ kind }) => kind === 'ivs') ? ivs.listChannels() : null,
    settings.safetyRoleArn ? safetyStops.list(safetyStopPrefix) : null,
  ])
  return { channels, inputs, securityGroups, ivsChannels, safetyStops: stops }
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
    ...(lists.safetyStops?.items ?? [])
      .filter(({ name }) => name === safetyStopName(sessionId))
      .map(({ name }) => ({ kind: 'safety stop', id: name, state: 'ENABLED' })),
  ]
}
