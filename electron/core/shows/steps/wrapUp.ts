import type { DestinationId, SessionId } from '../../../../src/shared/domain/ids'
import type { Certificate } from '../../../../src/shared/domain/session'
import { operatorError } from '../../../../src/shared/errors'
import type { Step } from '../../workflow/step'
import { ofSession } from '../../reconcile/observed'
import { ledger, totalMicros } from '../../metering/ledger'
import { closedAt } from '../../metering/meter'
import { bundledRates } from '../../metering/rates'
import { isLeftover, leftoversOf, listEverything, type Lists } from '../../safety/leftovers'
import { keptRecordings } from '../keptRecordings'
import { showSentences } from '../sentences'
import { makingIsUnseen } from './listLag'
import { neverRefused } from './waiting'
import { sessionAt, type ShowWorld } from '../showWorld'
import { recordedBy, type Tidied } from './tidyUp'

interface OfSession {
  readonly sessionId: SessionId
}

/** What of the session is there, found by its tags: also what an answer that was lost left behind. */
export interface Found {
  readonly channels: readonly string[]
  readonly inputs: readonly string[]
  readonly securityGroups: readonly string[]
  readonly ivsChannels: readonly { readonly arn: string; readonly destinationId: DestinationId }[]
}

export const findResources: Step<ShowWorld, OfSession, Found> = {
  name: 'find-resources',
  usualMs: 1_500,
  longestMs: 20_000,
  async do(context, { sessionId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    let lists = await listEverything(cloud, session)
    while (makingIsUnseen(context, sessionId, allOf(lists))) {
      await context.clock.sleep(LOOK_AGAIN_MS, context.signal)
      lists = await listEverything(cloud, session)
    }
    return {
      channels: ofSession(lists.channels.items, sessionId)
        .filter(isLeftover)
        .map(({ id }) => id),
      inputs: ofSession(lists.inputs.items, sessionId)
        .filter(isLeftover)
        .map(({ id }) => id),
      securityGroups: ofSession(lists.securityGroups.items, sessionId)
        .filter(isLeftover)
        .map(({ id }) => id),
      ivsChannels: ofSession(lists.ivsChannels?.items ?? [], sessionId).map(({ arn, tags }) => ({
        arn,
        destinationId: (tags['destination'] ?? '') as DestinationId,
      })),
    }
  },
}

const LOOK_AGAIN_MS = 2_000

const allOf = ({ channels, inputs, securityGroups, ivsChannels }: Lists) => [
  ...channels.items,
  ...inputs.items,
  ...securityGroups.items,
  ...(ivsChannels?.items ?? []),
]

/** Only channels: what a stop has to deal with, whatever else can be listed. */
export const findChannels: Step<ShowWorld, OfSession, readonly string[]> = {
  name: 'find-channels',
  attempts: Infinity,
  async do(context, { sessionId }) {
    const { cloud } = await sessionAt(context, sessionId)
    const { items } = await neverRefused(() => cloud.mediaLive.listChannels())
    return ofSession(items, sessionId)
      .filter(isLeftover)
      .map(({ id }) => id)
  },
}

/** Asks AWS once more, after the last delete, and writes down what it said. Never made from the journal. */
export const certify: Step<ShowWorld, OfSession & { readonly tidied: Tidied }, void> = {
  name: 'certify',
  usualMs: 3_000,
  longestMs: 60_000,
  attempts: 12,
  async do(context, { sessionId, tidied }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { store } = context.world
    const lists = await listEverything(cloud, session)
    const leftovers = leftoversOf(lists, sessionId)
    if (leftovers.length > 0)
      throw operatorError(
        showSentences.leftovers(leftovers.map(({ kind, id }) => `${kind} ${id}`).join(', ')),
      )
    const kept = await recordedBy(cloud, session)
    const issuedAt = context.clock.now() + cloud.time.offsetMs()
    // What it cost is final: a stretch left open would grow for ever, as nobody looks any more.
    const observed = store.usageOf(sessionId)
    const usage = closedAt(observed, issuedAt)
    const certificate: Certificate = {
      sessionId,
      issuedAt,
      asked: askedOf(lists),
      leftovers: [],
      keptRecordings: keptRecordings(
        kept.map(({ name }) => name),
        tidied.folders,
      ).map((name) => `s3://${session.settings.bucket}/${name}`),
      totalMicros: totalMicros(ledger(session.show, usage, bundledRates, issuedAt)),
    }
    store.together(() => {
      for (const one of usage) if (!observed.includes(one)) store.usage.put(one)
      store.sessions.put({ ...session, certificate })
    })
  },
}

const askedOf = (lists: Lists): Certificate['asked'] => [
  { what: 'MediaLive channels', ...answered(lists.channels) },
  { what: 'MediaLive inputs', ...answered(lists.inputs) },
  { what: 'MediaLive input security groups', ...answered(lists.securityGroups) },
  ...(lists.ivsChannels ? [{ what: 'IVS channels', ...answered(lists.ivsChannels) }] : []),
  ...(lists.safetyStops ? [{ what: 'Safety stops', ...answered(lists.safetyStops) }] : []),
]

/** A certificate counts what AWS listed of everybody's, and names the answer it was in. */
const answered = (list: {
  readonly items: readonly unknown[]
  readonly askedAt: number
  readonly requestId: string
}) => ({
  found: list.items.length,
  askedAt: list.askedAt,
  requestId: list.requestId,
})
