import {
  MediaLiveClient,
  StartChannelCommand,
  waitUntilChannelCreated,
  waitUntilChannelRunning,
} from '@aws-sdk/client-medialive'
import { vi } from 'vitest'
import { startSimulator, type Simulator } from '../../electron/simulator/simulator'
import { makeAllowList, makeChannel } from './plainChannel'
import { turn } from './turn'

/** What a producer with an afternoon would write: the same calls in the same order, the SDK waits. */
export interface Scripted {
  readonly prepareMs: number
  readonly goLiveMs: number
  readonly calls: number
}

const MAX_WAIT_SECONDS = 1_200

/** Runs the script against the simulator of this seed, on a time that only its own waiting moves. */
export async function runSdkScript(seed: number): Promise<Scripted> {
  const simulator = await startSimulator({ clock: 'manual', picture: 'off', seed })
  const random = vi.spyOn(Math, 'random').mockImplementation(fractions(seed))
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    now: simulator.clock.now(),
  })
  try {
    return await script(simulator)
  } finally {
    vi.useRealTimers()
    random.mockRestore()
    await simulator.close()
  }
}

async function script(simulator: Simulator): Promise<Scripted> {
  const traffic = { inFlight: 0, calls: 0 }
  const client = new MediaLiveClient({
    region: 'us-east-1',
    endpoint: simulator.endpoint,
    credentials: { accessKeyId: 'REHEARSAL', secretAccessKey: 'rehearsal' },
  })
  client.middlewareStack.add(
    (next) => async (args) => {
      traffic.inFlight++
      traffic.calls++
      try {
        return await next(args)
      } finally {
        traffic.inFlight--
      }
    },
    { step: 'initialize', name: 'traffic' },
  )
  const waiting = { client, maxWaitTime: MAX_WAIT_SECONDS }
  const work = (async () => {
    const begunAt = Date.now()
    const ChannelId = await makeChannel(client, await makeAllowList(client), 'script')
    await waitUntilChannelCreated(waiting, { ChannelId })
    const armedAt = Date.now()
    await client.send(new StartChannelCommand({ ChannelId }))
    await waitUntilChannelRunning(waiting, { ChannelId })
    const { calls } = traffic
    return { prepareMs: armedAt - begunAt, goLiveMs: Date.now() - armedAt, calls }
  })()
  await passTimeDuring(work, simulator, () => traffic.inFlight)
  client.destroy()
  return work
}

/** While a call is out, time stands still; then it jumps to the next timer, and AWS's with it. */
async function passTimeDuring(
  work: Promise<unknown>,
  simulator: Simulator,
  inFlight: () => number,
): Promise<void> {
  let over = false
  work.then(
    () => (over = true),
    () => (over = true),
  )
  for (let quiet = 0; !over; quiet++) {
    await turn()
    if (inFlight() > 0) quiet = 0
    if (quiet < 4 || over) continue
    const before = Date.now()
    vi.advanceTimersToNextTimer()
    simulator.clock.advance(Date.now() - before)
    quiet = 0
  }
}

/** Mulberry32: the script's jitter is the same in every run of a seed. */
function fractions(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
