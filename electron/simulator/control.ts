import { z } from 'zod'
import { json, type Action, type ControlParts } from './controlAction'
import { AwsFault, type AwsAnswer } from './kit/aws'
import type { SimulatorClock } from './kit/clock'
import type { ControlRequest } from './kit/http'
import { restJsonFault } from './kit/restJsonFault'
import type { EncoderDesk } from './medialive/picturePort'
import { scenarioActions } from './scenario/scenarioActions'

/** A year: a slip of the finger must not freeze the machine in a hundred million timers. */
const longestAdvanceMs = 366 * 24 * 3_600_000
const ClockCommand = z.object({ advanceMs: z.number().int().min(0).max(longestAdvanceMs) })

/** A leap is made in so many parts, unless they were shorter than that: a show of hours takes seconds to compute. */
const mostSlices = 100
const shortestSliceMs = 10 * 60_000

/** Other requests are answered in between. */
async function advance(clock: SimulatorClock, ms: number): Promise<void> {
  const sliceMs = Math.max(shortestSliceMs, Math.ceil(ms / mostSlices))
  let left = ms
  for (; left > sliceMs; left -= sliceMs) {
    clock.advance(sliceMs, left)
    await new Promise((turned) => setImmediate(turned))
  }
  clock.advance(left)
}

const Viewers = z.strictObject({
  channelArn: z.string().min(1).max(200),
  count: z.number().int().min(0).max(10_000_000),
})

const actions: Readonly<Record<string, Action>> = {
  'GET /_simulator/health': ({ context }) => ({
    ok: true,
    pid: process.pid,
    version: simulatorVersion,
    clock: { kind: context.clock.kind, now: context.clock.now() },
  }),
  'GET /_simulator/world': (parts) => parts.world(),
  'GET /_simulator/bill': (parts) => parts.bill(),
  'GET /_simulator/events': ({ context }, { query }) => ({
    events: context.events.since(sequenceOf(query.get('since'))),
  }),
  'GET /_simulator/clock': ({ context }) => ({ now: context.clock.now() }),
  'POST /_simulator/clock': async ({ context }, request) => {
    const { advanceMs } = ClockCommand.parse(await json(request))
    await advance(context.clock, advanceMs)
    // What follows by promises alone, such as a recording's last segment, has happened when this is told.
    await new Promise((turned) => setImmediate(turned))
    context.changed()
    return { now: context.clock.now() }
  },
  ...scenarioActions,
  'GET /_simulator/feeds': (parts) => ({ feeds: encodersOf(parts).list() }),
  'POST /_simulator/feeds': async (parts, request) => {
    encodersOf(parts).set(await json(request))
    parts.context.changed()
    return { feeds: encodersOf(parts).list() }
  },
  'POST /_simulator/viewers': async (parts, request) => {
    const { channelArn, count } = Viewers.parse(await json(request))
    parts.setViewers(channelArn, count)
    parts.context.changed()
    return { channelArn, count }
  },
  'POST /_simulator/reset': async (parts) => {
    await parts.reset()
    return { ok: true }
  },
}

function encodersOf({ encoders }: ControlParts): EncoderDesk {
  if (encoders) return encoders
  throw new AwsFault(409, 'Conflict', 'Feeds are data only where the picture is synthetic')
}

/** Of the simulator's own surface, not of any AWS service. */
const simulatorVersion = 1

/** `/_simulator/…`: for this machine's own programs, never for a page in a browser. */
export async function answerControl(
  parts: ControlParts,
  request: ControlRequest,
): Promise<AwsAnswer> {
  try {
    refuseStrangers(request)
    const action = actions[`${request.method} ${request.path}`]
    if (action === undefined) {
      throw new AwsFault(404, 'NotFound', `There is no ${request.method} ${request.path}`)
    }
    return ok(await action(parts, request))
  } catch (thrown) {
    if (thrown instanceof z.ZodError) {
      return restJsonFault(new AwsFault(400, 'BadRequest', z.prettifyError(thrown)))
    }
    if (thrown instanceof AwsFault) return restJsonFault(thrown)
    throw thrown
  }
}

/**
 * A page that a browser shows could reach this port by having its own host name resolve to 127.0.0.1;
 * its requests then carry that name as Host, or an Origin.
 */
function refuseStrangers({ headers }: ControlRequest): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '')
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(host)
  if (isLoopback && headers.origin === undefined) return
  throw new AwsFault(403, 'Forbidden', 'The control surface answers programs on this machine only')
}

const ok = (body: unknown): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
})

function sequenceOf(since: string | null): number {
  const sequence = Number(since ?? 0)
  if (Number.isInteger(sequence) && sequence >= 0) return sequence
  throw new AwsFault(400, 'BadRequest', 'since must be the number of an event')
}
