import type { ChannelState, LegProof, LegView } from '../../../src/shared/domain/session'
import type { Destination } from '../../../src/shared/domain/destination'
import { alertView, wordsOf } from '../health/alerts'
import { isDelivering, legState, proofOf, type LegFacts } from '../health/delivery'
import { outputWord, type OutputWord } from '../health/outputProof'
import { STALE_MS } from '../health/tally'
import type { ObservedAlert, SessionRecord } from '../ports'
import type { ObservedWorld } from '../reconcile/observed'
import { operatorSentence } from './steps/trouble'

/** What was made for a session, as far as its legs need it. */
export interface LegSources {
  readonly session: SessionRecord
  readonly channel: { readonly id: string; readonly state: ChannelState } | undefined
  readonly ivs: readonly { readonly destinationId: string; readonly arn: string }[]
  readonly world: ObservedWorld
  readonly now: number
}

export interface Leg {
  readonly view: Omit<LegView, 'since'>
  readonly delivering: boolean
  /** As of when it is proven, where that comes late. */
  readonly provenAt: number | undefined
}

/** Every way of the programme, as far as it was seen. Pure. */
export const legsOf = (sources: LegSources): readonly Leg[] =>
  sources.session.show.destinations.map((destination) => legOf(destination, sources))

function legOf(destination: Destination, sources: LegSources): Leg {
  const { world, channel } = sources
  const facts = factsOf(destination, sources)
  const alert = facts.outputAlerts[0]
  const proof = proofOf(facts)
  const wordAt = proof === 'metrics' ? facts.output?.at : undefined
  const delivering = isDelivering(facts)
  return {
    delivering,
    provenAt: delivering ? wordAt : undefined,
    view: {
      destinationId: destination.id,
      kind: destination.kind,
      name: destination.name,
      address: destination.kind === 'ivs' ? 'Amazon IVS, same account' : destination.url,
      state: legState(facts),
      proof,
      observedAt: wordAt ?? seenAt(proof, facts, world),
      frames: facts.delivery?.frames ?? null,
      trouble: alert && channel ? troubleOf(alert) : null,
    },
  }
}

/** When whoever proves it was last heard of. */
function seenAt(proof: LegProof, { countedAt }: LegFacts, world: ObservedWorld): number | null {
  if (proof === 'counted' && countedAt !== undefined) return countedAt
  if (proof === 'ivs' && world.streams) return world.streams.askedAt
  return world.channels?.askedAt ?? null
}

function factsOf(
  destination: Destination,
  { session, channel, ivs, world, now }: LegSources,
): LegFacts {
  const arn = ivs.find(({ destinationId }) => destinationId === destination.id)?.arn
  const alerts = channel ? (world.alerts.get(channel.id)?.value ?? []) : []
  const deliveries = channel && world.deliveries.get(channel.id)
  const state = channel?.state
  return {
    kind: destination.kind === 'ivs' ? 'ivs' : 'rtmp',
    rehearsal: session.rehearsal,
    channelRunning: state === 'RUNNING' || state === 'RECOVERING',
    channelChanging: state === 'STARTING' ? 'starting' : state === 'STOPPING' ? 'stopping' : null,
    ivsLive: arn === undefined ? undefined : isListedLive(arn, world, now),
    output: channel && outputWordOf(destination, channel.id, { world, now }),
    metered: channel !== undefined && world.metrics.has(channel.id),
    delivery: deliveries?.value.get(destination.id),
    countedAt: deliveries?.at,
    outputAlerts: alerts.filter(
      (alert) => alert.state === 'SET' && isAbout(alert, destination, session),
    ),
    now,
  }
}

/** Each destination has an output group of its own, named like it, with one output. */
function outputWordOf(
  { id }: Destination,
  channelId: string,
  { world, now }: Pick<LegSources, 'world' | 'now'>,
): OutputWord | undefined {
  const windows = world.metrics.get(channelId)?.value.activeOutputs.get(id) ?? []
  return outputWord(windows, { expected: 1, runningSince: world.runningSince.get(channelId), now })
}

/** Undefined where IVS was not asked, or so long ago that it proves nothing. */
function isListedLive(arn: string, { streams }: ObservedWorld, now: number): boolean | undefined {
  if (!streams || now - streams.askedAt > STALE_MS) return undefined
  return streams.items.some(({ channelArn }) => channelArn === arn)
}

/**
 * MediaLive names the output or its address in the message of an alert. The output's name says more
 * than a host, which destinations may share. Where a show has one destination only, an alert of an
 * output can be of no other.
 */
function isAbout(alert: ObservedAlert, destination: Destination, session: SessionRecord): boolean {
  if (wordsOf(alert).subject !== 'output' || !/RTMP|Certificate/i.test(alert.type)) return false
  const { destinations } = session.show
  if (destinations.length === 1) return true
  const words = alert.message.split(/[^A-Za-z0-9-]+/)
  const named = destinations.filter(({ id }) => words.includes(id))
  return named.length > 0 ? named.includes(destination) : namesHost(alert.message, destination)
}

/** A host is a word by itself: `example.com` is not meant where `live.example.com` is said. */
function namesHost(message: string, destination: Destination): boolean {
  const hosts = message.split(/[^A-Za-z0-9.-]+/)
  return destination.kind === 'ivs'
    ? hosts.some((host) => host.endsWith('.live-video.net'))
    : hosts.includes(new URL(destination.url).hostname)
}

function troubleOf(alert: ObservedAlert) {
  const { what, why, todo } = alertView(alert)
  return operatorSentence({ code: 'leg.failing', what, why, todo, fate: 'retry' })
}
