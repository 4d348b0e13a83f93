import type { DestinationId, SessionId } from '../../../../src/shared/domain/ids'
import { operatorError } from '../../../../src/shared/errors'
import { showSentences } from '../sentences'
import { encoderSettings } from '../../encoder/encoderSettings'
import { inputSpecification } from '../../encoder/inputSpecification'
import { presetOf } from '../../encoder/presets'
import { ivsKeyRef, type ChannelSpec, type SessionRecord } from '../../ports'
import type { Step } from '../../workflow/step'
import { outputAddresses, resourceName, tagsOf } from '../naming'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'
import { reaches, seenState } from './waiting'

/** What a channel is made of, besides its session: which start it is for, its input, its IVS channels. */
export interface ChannelPlan {
  readonly sessionId: SessionId
  readonly airing: number
  readonly inputId: string
  readonly ivs: readonly {
    readonly destinationId: DestinationId
    readonly arn: string
    readonly ingestUrl: string
  }[]
}
interface OfChannel {
  readonly sessionId: SessionId
  readonly channelId: string
}

export const createChannel: Step<ShowWorld, ChannelPlan, string> = {
  name: 'create-channel',
  usualMs: 2_000,
  longestMs: 30_000,
  async do(context, plan) {
    const { session, cloud } = await sessionAt(context, plan.sessionId)
    await fetchLostKeys(context, plan)
    return cloud.mediaLive.createChannel({
      ...specOf(session, plan),
      key: context.key,
      tags: tagsOf(session, context.key),
    })
  },
  /** Waits for the end of the deletion: only then does AWS let go of the input. */
  async undo(context, { sessionId }, made) {
    const { cloud } = await sessionAt(context, sessionId)
    const channels = (await cloud.mediaLive.listChannels()).items
    const id = made ?? channels.find(({ tags }) => tags['step'] === context.key)?.id
    if (id === undefined) return
    const state = await reaches(context, sessionId, id, [...AT_REST, 'DELETING'])
    if (state !== 'absent' && state !== 'DELETED' && state !== 'DELETING')
      await cloud.mediaLive.deleteChannel(id)
    await reaches(context, sessionId, id, ['DELETED', 'absent'])
  },
}

const AT_REST = ['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED', 'DELETED', 'absent'] as const

/** AWS builds the channel after it has answered. */
export const awaitChannelIdle: Step<ShowWorld, OfChannel, void> = {
  name: 'await-channel-ready',
  usualMs: 15_000,
  longestMs: 60_000,
  async do(context, { sessionId, channelId }) {
    const state = await reaches(context, sessionId, channelId, AT_REST)
    if (state !== 'IDLE') throw operatorError(showSentences.channelNotMade(state))
  },
}

/** Points an idle channel at a folder of its own for this start, and at the present keys and outputs. */
export const pointChannel: Step<ShowWorld, ChannelPlan & { readonly channelId: string }, void> = {
  name: 'update-channel',
  usualMs: 15_000,
  longestMs: 60_000,
  async do(context, plan) {
    const { session, cloud } = await sessionAt(context, plan.sessionId)
    await reaches(context, plan.sessionId, plan.channelId, ['IDLE', 'UPDATE_FAILED'])
    await fetchLostKeys(context, plan)
    await cloud.mediaLive.updateChannel(plan.channelId, specOf(session, plan))
    const state = await reaches(context, plan.sessionId, plan.channelId, AT_REST)
    if (state !== 'IDLE') throw operatorError(showSentences.channelNotMade(state))
  },
}

export const startChannel: Step<ShowWorld, OfChannel, void> = {
  name: 'start-channel',
  usualMs: 1_500,
  longestMs: 15_000,
  async do(context, { sessionId, channelId }) {
    const state = await seenState(context, sessionId, channelId)
    if (state === 'STARTING' || state === 'RUNNING') return
    const { cloud } = await sessionAt(context, sessionId)
    await cloud.mediaLive.startChannel(channelId)
  },
  /** Refused half-way, the channel may run all the same. */
  undo: (context, { sessionId, channelId }) => bringToRest(context, sessionId, channelId),
}

/** Minutes, usually one to three (MediaLive user guide, "Starting a channel"). */
export const awaitChannelRunning: Step<ShowWorld, OfChannel, void> = {
  name: 'await-channel-running',
  usualMs: 120_000,
  longestMs: 600_000,
  async do(context, { sessionId, channelId }) {
    const { observer } = await sessionAt(context, sessionId)
    let wasStarting = false
    await observer.until(
      ({ channels }) => {
        const state = channels?.items.find(({ id }) => id === channelId)?.state
        if (state === 'RUNNING') return true
        if (state === 'STARTING') wasStarting = true
        // Before it was seen to start, an idle channel may be an answer of a list that lags.
        else if (wasStarting && state === 'IDLE')
          throw operatorError(showSentences.channelDidNotStart())
        return undefined
      },
      { signal: context.signal },
    )
  },
}

/** Stops it whatever it is doing; a channel at rest, or gone, is a success. */
export const stopChannel: Step<ShowWorld, OfChannel, void> = {
  name: 'stop-channel',
  subject: ({ channelId }) => channelId,
  attempts: 40,
  usualMs: 1_500,
  longestMs: 30_000,
  do: (context, { sessionId, channelId }) => askToStop(context, sessionId, channelId),
}

export const awaitChannelStopped: Step<ShowWorld, OfChannel, void> = {
  name: 'await-channel-stopped',
  subject: ({ channelId }) => channelId,
  attempts: 40,
  usualMs: 45_000,
  longestMs: 180_000,
  do: async (context, { sessionId, channelId }) =>
    void (await reaches(context, sessionId, channelId, AT_REST)),
}

export const deleteChannel: Step<ShowWorld, OfChannel, void> = {
  name: 'delete-channel',
  subject: ({ channelId }) => channelId,
  attempts: 12,
  usualMs: 20_000,
  longestMs: 7 * 60_000,
  async do(context, { sessionId, channelId }) {
    const state = await reaches(context, sessionId, channelId, [...AT_REST, 'DELETING'])
    const { cloud } = await sessionAt(context, sessionId)
    if (state === 'IDLE' || state === 'CREATE_FAILED' || state === 'UPDATE_FAILED')
      await cloud.mediaLive.deleteChannel(channelId)
    await reaches(context, sessionId, channelId, ['DELETED', 'absent'])
  },
}

async function bringToRest(
  context: ShowContext,
  sessionId: SessionId,
  channelId: string,
): Promise<void> {
  await askToStop(context, sessionId, channelId)
  await reaches(context, sessionId, channelId, AT_REST)
}

const STOPPABLE = ['RUNNING', 'RECOVERING', 'STARTING'] as const
const STOPS_BY_ITSELF = ['STOPPING', 'DELETING'] as const

async function askToStop(
  context: ShowContext,
  sessionId: SessionId,
  channelId: string,
): Promise<void> {
  const state = await reaches(context, sessionId, channelId, [
    ...STOPPABLE,
    ...STOPS_BY_ITSELF,
    ...AT_REST,
  ])
  if (!STOPPABLE.some((one) => one === state)) return
  const { cloud } = await sessionAt(context, sessionId)
  await cloud.mediaLive.stopChannel(channelId)
}

/** Keys of our own IVS channels can be had again, where a keychain in memory was lost in a crash. */
async function fetchLostKeys(context: ShowContext, { sessionId, ivs }: ChannelPlan): Promise<void> {
  const { cloud } = await sessionAt(context, sessionId)
  for (const { destinationId, arn } of ivs) {
    const key = ivsKeyRef(sessionId, destinationId)
    if (!(await context.world.keys.has(key))) await cloud.ivs.fetchKey(arn, key)
  }
}

function specOf(session: SessionRecord, plan: ChannelPlan): Omit<ChannelSpec, 'key' | 'tags'> {
  const { roleArn } = session.settings
  if (roleArn === null) throw operatorError(showSentences.roleMissing())
  const ivs = new Map(plan.ivs.map((one) => [one.destinationId as string, one]))
  const legIds = session.show.destinations.map(({ id }) => id)
  return {
    name: resourceName(session),
    inputId: plan.inputId,
    inputSpecification: inputSpecification(session.show.feed),
    roleArn,
    encoder: encoderSettings(presetOf(session.show.preset), legIds),
    addresses: outputAddresses(session, plan.airing, ivs),
  }
}
