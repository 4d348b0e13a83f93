import type { DestinationId, SessionId } from '../../../../src/shared/domain/ids'
import { operatorError } from '../../../../src/shared/errors'
import type { Step } from '../../workflow/step'
import { ofSession } from '../../reconcile/observed'
import { ledger, totalMicros } from '../../metering/ledger'
import { bundledRates } from '../../metering/rates'
import { isLeftover, listEverything, leftoversOf } from '../../safety/leftovers'
import { readMediaPlaylist } from '../mediaPlaylist'
import { recordingPrefix, takePlaylist } from '../naming'
import { showSentences } from '../sentences'
import { sessionAt, type ShowWorld } from '../showWorld'

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
    const { cloud } = await sessionAt(context, sessionId)
    const lists = await listEverything(cloud)
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
      ivsChannels: ofSession(lists.ivsChannels.items, sessionId).map(({ arn, tags }) => ({
        arn,
        destinationId: (tags['destination'] ?? '') as DestinationId,
      })),
    }
  },
}

/** Only channels, and only those that could be running: what a stop has to deal with. */
export const findChannels: Step<ShowWorld, OfSession, readonly string[]> = {
  name: 'find-channels',
  attempts: 40,
  async do(context, { sessionId }) {
    const { cloud } = await sessionAt(context, sessionId)
    const { items } = await cloud.mediaLive.listChannels()
    return ofSession(items, sessionId)
      .filter(isLeftover)
      .map(({ id }) => id)
  },
}

/** Takes are closed by runs of their own; nothing of theirs may be tidied away before. */
export const awaitTakesClosed: Step<ShowWorld, OfSession, void> = {
  name: 'await-takes-closed',
  usualMs: 5_000,
  longestMs: 120_000,
  async do(context, { sessionId }) {
    const giveUpAt = context.clock.now() + 120_000
    const open = () =>
      context.world.store.takes
        .all()
        .some(
          (take) =>
            take.sessionId === sessionId &&
            (take.state === 'recording' || take.state === 'closing'),
        )
    while (open()) {
      if (context.clock.now() > giveUpAt) throw operatorError(showSentences.takesOpen())
      await context.clock.sleep(500, context.signal)
    }
  },
}

/** Keeps what the show's policy keeps, and deletes the rest of the session's recording. */
export const tidyRecordings: Step<ShowWorld, OfSession, { readonly deleted: number }> = {
  name: 'tidy-recordings',
  usualMs: 3_000,
  longestMs: 60_000,
  async do(context, { sessionId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { bucket } = session.settings
    if (bucket === null || session.show.recording === 'keep-everything') return { deleted: 0 }
    const takes = context.world.store.takes.all().filter((take) => take.sessionId === sessionId)
    const kept = new Set<string>()
    for (const { id, playlist } of takes) {
      if (playlist === null) continue
      kept.add(takePlaylist(session, id))
      const text = new TextDecoder().decode(await cloud.recordings.read(bucket, playlist))
      for (const { uri } of readMediaPlaylist(text).segments)
        kept.add(`${recordingPrefix(session)}${uri.replace(/^\.\.\//, '')}`)
    }
    const { items } = await cloud.recordings.list(bucket, recordingPrefix(session))
    const rest = items.map(({ name }) => name).filter((name) => !kept.has(name))
    await cloud.recordings.deleteAll(bucket, rest)
    return { deleted: rest.length }
  },
}

/** Asks AWS once more, after the last delete, and writes down what it said. Never made from the journal. */
export const certify: Step<ShowWorld, OfSession, void> = {
  name: 'certify',
  usualMs: 3_000,
  longestMs: 60_000,
  attempts: 12,
  async do(context, { sessionId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { store } = context.world
    const lists = await listEverything(cloud)
    const leftovers = leftoversOf(lists, sessionId)
    if (leftovers.length > 0)
      throw operatorError(
        showSentences.leftovers(leftovers.map(({ kind, id }) => `${kind} ${id}`).join(', ')),
      )
    const usage = store.usage.all().filter((one) => one.sessionId === sessionId)
    const kept = session.settings.bucket
      ? (await cloud.recordings.list(session.settings.bucket, recordingPrefix(session))).items
      : []
    store.sessions.put({
      ...session,
      certificate: {
        sessionId,
        issuedAt: context.clock.now(),
        asked: [
          { what: 'MediaLive channels', ...answered(lists.channels) },
          { what: 'MediaLive inputs', ...answered(lists.inputs) },
          { what: 'MediaLive input security groups', ...answered(lists.securityGroups) },
          { what: 'IVS channels', ...answered(lists.ivsChannels) },
        ],
        leftovers: [...leftovers],
        keptRecordings: kept
          .map(({ name }) => name)
          .filter((name) => name.endsWith('.m3u8'))
          .map((name) => `s3://${session.settings.bucket}/${name}`),
        totalMicros: totalMicros(ledger(session.show, usage, bundledRates, context.clock.now())),
      },
    })
  },
}

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
