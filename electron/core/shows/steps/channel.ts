import type { DestinationId, SessionId } from '../../../../src/shared/domain/ids'
import { operatorError } from '../../../../src/shared/errors'
import { showSentences } from '../sentences'
import { encoderSettings } from '../../encoder/encoderSettings'
import { inputSpecification } from '../../encoder/inputSpecification'
import { presetOf } from '../../encoder/presets'
import { ivsKeyRef, type ChannelSpec, type SessionRecord } from '../../ports'
import type { Step } from '../../workflow/step'
import { outputAddresses, planTagsOf, resourceName, tagsOf } from '../naming'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'
import { LIST_LAG_MS, startIsUnseen } from './listLag'
import { madeBy } from './madeBy'
import { lookUntil, neverRefused, reaches, seenState, stateIn } from './waiting'

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
      tags: { ...tagsOf(session, context.key), ...planTagsOf(session) },
    })
  },
  /** Waits for the end of the deletion: only then does AWS let go of the input. */
  async undo(context, { sessionId }, made) {
    const { cloud } = await sessionAt(context, sessionId)
    const { items } = await cloud.mediaLive.listChannels()
    for (const id of madeBy({ key: context.key, made }, items, (channel) => channel.id)) {
      const state = await reaches(context, sessionId, id, [...AT_REST, 'DELETING'])
      if (state !== 'absent' && state !== 'DELETED' && state !== 'DELETING')
        await cloud.mediaLive.deleteChannel(id)
      await reaches(context, sessionId, id, ['DELETED', 'absent'])
    }
  },
}

const AT_REST = ['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED', 'DELETED', 'absent'] as const

/** AWS builds the channel after it has answered, and may list it a little later still. */
export const awaitChannelIdle: Step<ShowWorld, OfChannel, void> = {
  name: 'await-channel-ready',
  usualMs: 15_000,
  longestMs: 60_000,
  async do(context, { sessionId, channelId }) {
    const state = await settles(context, sessionId, channelId)
    if (state !== 'IDLE') throw operatorError(showSentences.channelNotMade(state))
  },
}

/** At rest, and seen to be: a channel that is listed no more counts only after a while. */
async function settles(context: ShowContext, sessionId: SessionId, channelId: string) {
  const askedAt = context.clock.now()
  return lookUntil(context, sessionId, (world) => {
    const state = stateIn(world, channelId)
    const isSilent = state === 'absent' && context.clock.now() - askedAt < LIST_LAG_MS
    return isSilent ? undefined : AT_REST.find((one) => one === state)
  })
}

/** Points an idle channel at a folder of its own for this start, and at the present keys and outputs. */
export const pointChannel: Step<ShowWorld, ChannelPlan & { readonly channelId: string }, void> = {
  name: 'update-channel',
  usualMs: 15_000,
  longestMs: 60_000,
  async do(context, plan) {
    const { session, cloud } = await sessionAt(context, plan.sessionId)
    const before = await settles(context, plan.sessionId, plan.channelId)
    if (before !== 'IDLE' && before !== 'UPDATE_FAILED')
      throw operatorError(showSentences.channelLost(before))
    await fetchLostKeys(context, plan)
    await cloud.mediaLive.updateChannel(plan.channelId, specOf(session, plan))
    const state = await reaches(context, plan.sessionId, plan.channelId, AT_REST)
    if (state === 'UPDATE_FAILED') throw operatorError(showSentences.channelNotChanged(state))
    if (state !== 'IDLE') throw operatorError(showSentences.channelLost(state))
  },
}

/** Whoever clicked this long ago does not expect the show to go on air now. */
const CLICK_HOLDS_MS = 10 * 60_000

/** `askedAt`: when Go live was clicked. A start that was held up for long is not made up for. */
export const startChannel: Step<ShowWorld, OfChannel & { readonly askedAt: number }, void> = {
  name: 'start-channel',
  usualMs: 1_500,
  longestMs: 15_000,
  async do(context, { sessionId, channelId, askedAt }) {
    const state = await seenState(context, sessionId, channelId)
    if (state === 'STARTING' || state === 'RUNNING') return
    if (context.clock.now() - askedAt > CLICK_HOLDS_MS)
      throw operatorError(showSentences.startTooLate())
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
    const askedAt = context.clock.now()
    let wasStarting = false
    await lookUntil(context, sessionId, (world) => {
      const state = stateIn(world, channelId)
      if (state === 'RUNNING') return true
      if (state === 'STARTING') wasStarting = true
      // At rest before it was seen to start may be an answer of a list that lags.
      const isSure = wasStarting || context.clock.now() - askedAt > LIST_LAG_MS
      if (isSure && AT_REST.some((one) => one === state))
        throw operatorError(showSentences.channelDidNotStart())
      return undefined
    })
  },
}

/** Stops it whatever it is doing; a channel at rest, or gone, is a success. Never gives up. */
export const stopChannel: Step<ShowWorld, OfChannel, void> = {
  name: 'stop-channel',
  subject: ({ channelId }) => channelId,
  attempts: Infinity,
  usualMs: 1_500,
  longestMs: 30_000,
  do: (context, { sessionId, channelId }) => askToStop(context, sessionId, channelId),
}

/** Still running so long after it was asked to stop, it is asked again. */
const ASK_AGAIN_MS = 20_000

export const awaitChannelStopped: Step<ShowWorld, OfChannel, void> = {
  name: 'await-channel-stopped',
  subject: ({ channelId }) => channelId,
  attempts: Infinity,
  usualMs: 45_000,
  longestMs: 180_000,
  async do(context, { sessionId, channelId }) {
    for (;;) {
      const askedAt = context.clock.now()
      const seen = await lookUntil(context, sessionId, (world) => {
        const state = stateIn(world, channelId)
        if (AT_REST.some((one) => one === state)) return 'at rest'
        const isLate = context.clock.now() - askedAt > ASK_AGAIN_MS
        return isLate && STOPPABLE.some((one) => one === state) ? 'runs on' : undefined
      })
      if (seen === 'at rest') return
      await askToStop(context, sessionId, channelId)
    }
  },
}

export const deleteChannel: Step<ShowWorld, OfChannel, void> = {
  name: 'delete-channel',
  subject: ({ channelId }) => channelId,
  attempts: 12,
  usualMs: 20_000,
  longestMs: 7 * 60_000,
  async do(context, { sessionId, channelId }) {
    // A start that was under way when the list said that it rests comes to run only now.
    await bringToRest(context, sessionId, channelId)
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
  await reaches(context, sessionId, channelId, [...AT_REST, 'DELETING'])
}

const STOPPABLE = ['RUNNING', 'RECOVERING', 'STARTING'] as const
const STOPS_BY_ITSELF = ['STOPPING', 'DELETING'] as const

async function askToStop(
  context: ShowContext,
  sessionId: SessionId,
  channelId: string,
): Promise<void> {
  const states = [...STOPPABLE, ...STOPS_BY_ITSELF, ...AT_REST]
  const state = await lookUntil(context, sessionId, (world) => {
    const seen = states.find((one) => one === stateIn(world, channelId))
    const isAtRest = AT_REST.some((one) => one === seen)
    return isAtRest && startIsUnseen(context, sessionId) ? undefined : seen
  })
  if (!STOPPABLE.some((one) => one === state)) return
  const { cloud } = await sessionAt(context, sessionId)
  await neverRefused(() => cloud.mediaLive.stopChannel(channelId))
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
