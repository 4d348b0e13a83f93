import { z } from 'zod'

const Named = z.looseObject({
  id: z.string(),
  state: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
})
const Sink = z.looseObject({
  channelId: z.string(),
  destinationId: z.string(),
  state: z.string(),
  frames: z.number(),
  bytes: z.number(),
})

/** As much of the simulator's world as a report is made of. */
const World = z.looseObject({
  medialive: z.looseObject({
    channels: z.array(Named),
    inputs: z.array(Named),
    inputSecurityGroups: z.array(Named),
  }),
  ivs: z.looseObject({ channels: z.array(z.looseObject({ arn: z.string() })) }),
  picture: z.looseObject({ sinks: z.array(Sink) }),
})

export interface SimulatedWorld {
  readonly sinks: readonly z.infer<typeof Sink>[]
  channelOf(sessionId: string): string | undefined
  /** Everything that is still there, whoever made it. */
  readonly leftovers: readonly string[]
}

/** The simulator's own story, over its control surface: the witness of a rehearsal. */
export async function simulatedWorld(endpoint: string): Promise<SimulatedWorld> {
  const { medialive, ivs, picture } = World.parse(await getJson(`${endpoint}/_simulator/world`))
  const there = (kind: string, items: readonly z.infer<typeof Named>[]) =>
    items
      .filter(({ state }) => state !== 'DELETED')
      .map(({ id, state }) => `${kind} ${id} (${state})`)
  return {
    sinks: picture.sinks,
    channelOf: (sessionId) =>
      medialive.channels.find(({ tags }) => tags?.['session'] === sessionId)?.id,
    leftovers: [
      ...there('channel', medialive.channels),
      ...there('input', medialive.inputs),
      ...there('input security group', medialive.inputSecurityGroups),
      ...ivs.channels.map(({ arn }) => `IVS channel ${arn}`),
    ],
  }
}

/** What AWS would bill for everything so far. */
export async function simulatedBill(endpoint: string): Promise<number> {
  const { totalMicros } = z
    .looseObject({ totalMicros: z.int() })
    .parse(await getJson(`${endpoint}/_simulator/bill`))
  return totalMicros
}

const getJson = async (url: string): Promise<unknown> => (await fetch(url)).json()
