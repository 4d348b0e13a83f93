import type { AccountSettings } from '../../../../src/shared/domain/account'
import type { SessionId } from '../../../../src/shared/domain/ids'
import type { Cloud } from '../../ports'
import type { Step } from '../../workflow/step'
import { tagsOf } from '../naming'
import { sessionAt, type ShowWorld } from '../showWorld'
import { madeBy } from './madeBy'

interface OfSession {
  readonly sessionId: SessionId
}

/** The allow-list of the ingest: made anew for each session, with the address of today. */
export const createSecurityGroup: Step<ShowWorld, OfSession, string> = {
  name: 'create-security-group',
  usualMs: 1_500,
  longestMs: 10_000,
  async do(context, { sessionId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const cidrs = await cidrsOf(session.settings.ingest, cloud)
    return cloud.mediaLive.createSecurityGroup({ cidrs, tags: tagsOf(session, context.key) })
  },
  async undo(context, { sessionId }, made) {
    const { cloud } = await sessionAt(context, sessionId)
    const { items } = await cloud.mediaLive.listSecurityGroups()
    for (const id of madeBy({ key: context.key, made }, items, (group) => group.id))
      await cloud.mediaLive.deleteSecurityGroup(id)
  },
}

/** Deletes one; what is gone already is fine. */
export const deleteSecurityGroup: Step<ShowWorld, OfSession & { readonly id: string }, void> = {
  name: 'delete-security-group',
  subject: ({ id }) => id,
  async do(context, { sessionId, id }) {
    const { cloud } = await sessionAt(context, sessionId)
    await cloud.mediaLive.deleteSecurityGroup(id)
  },
}

async function cidrsOf(
  ingest: AccountSettings['ingest'],
  cloud: Cloud,
): Promise<readonly string[]> {
  switch (ingest.allow) {
    case 'this-machine':
      return [`${await cloud.publicAddress.ask()}/32`]
    case 'list':
      return ingest.cidrs
    case 'everybody':
      return ['0.0.0.0/0']
  }
}
