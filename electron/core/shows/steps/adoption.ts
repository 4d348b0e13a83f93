import {
  RECORDING_ADDRESS,
  type DestinationId,
  type SessionId,
} from '../../../../src/shared/domain/ids'
import { hasCode, operatorError } from '../../../../src/shared/errors'
import type { ClaimHolder } from '../../claims'
import { ivsKeyRef, type Cloud, type SessionRecord, type TakenOver } from '../../ports'
import { isRunning, ofSession } from '../../reconcile/observed'
import { isLeftover } from '../../safety/leftovers'
import type { Step } from '../../workflow/step'
import type { Adopted } from '../arm'
import { airingOf, recordingPrefix } from '../naming'
import { showSentences } from '../sentences'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'
import { claimOf, isMine } from './claim'
import { notInTheWay } from './notInTheWay'

interface OfClaim {
  readonly sessionId: SessionId
  readonly from: ClaimHolder | null
}

/** The claim is replaced only where it is still the one that was seen: of two who take over, one does. */
export const takeClaimOver: Step<ShowWorld, OfClaim, void> = {
  name: 'take-claim-over',
  usualMs: 800,
  longestMs: 15_000,
  do: takeOver,
  /** Not taken, the session is not this console's: it may look on, and nothing else. */
  async undo({ world: { store }, clock }, { sessionId }) {
    const session = store.sessions.get(sessionId)
    if (session && !session.takenOver)
      store.sessions.put({
        ...session,
        takenOver: { owner: 'Another console', since: clock.now() },
      })
  },
}

/**
 * The same before everything is given back. A bucket that does not answer keeps nothing running: only
 * somebody else's claim does.
 */
export const claimToRetire: Step<ShowWorld, OfClaim & { readonly from: ClaimHolder }, void> = {
  name: 'claim-to-retire',
  usualMs: 800,
  longestMs: 15_000,
  attempts: 3,
  async do(context, of) {
    try {
      await notInTheWay(() => takeOver(context, of))
    } catch (thrown) {
      if (hasCode(thrown, 'claim.taken-over')) throw thrown
      context.log.warn('the claim could not be taken over', { cause: thrown })
    }
  },
}

async function takeOver(context: ShowContext, { sessionId, from }: OfClaim): Promise<void> {
  const own = await claimOf(context, sessionId)
  const mine = { ...own.mine, since: context.clock.now() }
  const { claims } = own.cloud
  const { show } = own.session
  const stands = from
    ? await claims.takeOver(own.bucket, show.id, { from, to: mine })
    : await claims.stake(own.bucket, show.id, mine)
  if (isMine(stands, mine)) return
  const takenOver: TakenOver = { owner: stands.owner, since: stands.since }
  context.world.store.sessions.put({ ...own.session, takenOver })
  throw operatorError(showSentences.takenOver(stands.owner, stands.since))
}

/** What there is to go on with, as AWS lists it: nothing of it is taken from anybody's memory. */
export const findAdopted: Step<
  ShowWorld,
  { readonly sessionId: SessionId },
  Adopted & { readonly onAir: boolean }
> = {
  name: 'find-adopted',
  usualMs: 2_000,
  longestMs: 30_000,
  async do(context, { sessionId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const channels = await cloud.mediaLive.listChannels()
    const channel = ofSession(channels.items, sessionId).find(
      (one) => isLeftover(one) && one.state !== 'DELETING',
    )
    const inputId = channel?.inputIds[0]
    if (!channel || inputId === undefined) throw operatorError(showSentences.foundGone())
    const onAir = isRunning(channel) || channel.state === 'STARTING'
    const pointed = airingOf(sessionId, channel.outputUrls?.[RECORDING_ADDRESS])
    const recorded = await airingsRecorded(cloud, session)
    return {
      channelId: channel.id,
      inputId,
      ivs: await ivsOf(cloud, session),
      // On air, it writes to the folder it points to, though nothing may be in there yet.
      airings: Math.max(recorded, onAir ? pointed : 0),
      onAir,
    }
  },
}

async function ivsOf(cloud: Cloud, session: SessionRecord): Promise<Adopted['ivs']> {
  if (!session.show.destinations.some(({ kind }) => kind === 'ivs')) return []
  const { items } = await cloud.ivs.listChannels()
  return Promise.all(
    ofSession(items, session.id).map(async ({ arn, tags }) => ({
      destinationId: (tags['destination'] ?? '') as DestinationId,
      arn,
      ingestUrl: (await cloud.ivs.openChannel(arn)).ingestUrl,
    })),
  )
}

/** The highest number of a folder: a later start must never write over an earlier airing. */
async function airingsRecorded({ recordings }: Cloud, session: SessionRecord): Promise<number> {
  const { bucket } = session.settings
  if (bucket === null) return 0
  const { items } = await recordings.folders(bucket, recordingPrefix(session))
  return Math.max(
    0,
    ...items.flatMap((folder) => (/^\d+\/$/.test(folder) ? [parseInt(folder, 10)] : [])),
  )
}

/** The key of an IVS channel is asked of AWS again: the keychain of the other console is not here. */
export const fetchIvsKey: Step<
  ShowWorld,
  { readonly sessionId: SessionId; readonly destinationId: DestinationId; readonly arn: string },
  void
> = {
  name: 'fetch-ivs-key',
  subject: ({ destinationId }) => destinationId,
  usualMs: 800,
  longestMs: 15_000,
  attempts: 3,
  async do(context, { sessionId, destinationId, arn }) {
    const { cloud } = await sessionAt(context, sessionId)
    await notInTheWay(() => cloud.ivs.fetchKey(arn, ivsKeyRef(sessionId, destinationId)))
  },
}
