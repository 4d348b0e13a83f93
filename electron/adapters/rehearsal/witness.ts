import { z } from 'zod'
import type { Delivery, MeasuredFeed, Witness } from '../../core/witnesses'
import { loopbackEndpoint } from './loopback'

const timeoutMs = 5_000

const count = z.number().nonnegative()
const measured = z
  .number()
  .nullish()
  .transform((value) => value ?? null)

/** One output as its receiver counted it. */
const Sink = z.object({
  channelId: z.string(),
  destinationId: z.string(),
  frames: count,
  bytes: count,
  lastFrameAt: measured,
})

const Feed = z.object({
  inputId: z.string(),
  publishing: z.boolean(),
  stats: z
    .object({
      bitrateBps: measured,
      fps: measured,
      width: measured,
      height: measured,
      keyframeIntervalMs: measured,
    })
    .nullish(),
})

/** As much of the simulator's world as the witness speaks of; the rest may be of any shape. */
const World = z.object({
  clock: z.object({ now: z.number() }),
  picture: z.object({
    sinks: z.array(Sink).default([]),
    inputs: z.array(Feed).default([]),
  }),
})
type World = z.infer<typeof World>

/**
 * The sinks and the ingest of a rehearsal, asked over the simulator's control surface: what they
 * counted themselves, never what anybody believes to have sent. Times are told by our own clock.
 */
export function rehearsalWitness(endpoint: () => string, now: () => number): Witness {
  const url = () => `${loopbackEndpoint(endpoint())}/_simulator/world`
  let asking: Promise<World> | undefined
  // One round asks for several channels and inputs at the same time: they share one look.
  const world = () => (asking ??= worldAt(url()).finally(() => (asking = undefined)))
  return {
    deliveries: async (channelId) => deliveriesIn(await world(), channelId, now()),
    feed: async (inputId) => feedIn(await world(), inputId),
  }
}

async function worldAt(url: string): Promise<World> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
  return World.parse(await answer.json())
}

function deliveriesIn(
  { clock, picture }: World,
  channelId: string,
  now: number,
): ReadonlyMap<string, Delivery> {
  const ours = picture.sinks.filter((sink) => sink.channelId === channelId)
  return new Map(
    ours.map(({ destinationId, frames, bytes, lastFrameAt }) => [
      destinationId,
      // The simulator's clock may have been moved on; how long ago it was holds everywhere.
      { frames, bytes, lastFrameAt: lastFrameAt && now - (clock.now - lastFrameAt) },
    ]),
  )
}

/** A publisher that is connected and sends nothing is no feed. */
function feedIn({ picture }: World, inputId: string): MeasuredFeed | undefined {
  const places = picture.inputs.filter((place) => place.inputId === inputId)
  const place = places.find(({ publishing }) => publishing) ?? places[0]
  if (place === undefined) return undefined
  const { publishing, stats } = place
  return {
    arriving: publishing && (stats?.bitrateBps ?? 0) > 0,
    bitrateBps: stats?.bitrateBps ?? null,
    framesPerSecond: stats?.fps ?? null,
    width: stats?.width ?? null,
    height: stats?.height ?? null,
    keyframeIntervalMs: stats?.keyframeIntervalMs ?? null,
  }
}
