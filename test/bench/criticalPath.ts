import { z } from 'zod'

const Events = z.object({
  events: z.array(
    z.looseObject({
      at: z.number(),
      kind: z.string(),
      to: z.string().optional(),
    }),
  ),
})

/** What AWS itself took, from its own event log. */
export interface CriticalPath {
  /** From the creation of the channel until it is idle. Input and IVS channel are made meanwhile. */
  readonly prepareMs: number
  /** From the start until it runs. */
  readonly goLiveMs: number
}

/**
 * The changes of state that nothing could have made shorter. An allow-list and an IVS channel are
 * there at once, and AWS takes an input into a channel while it is being made, so only the channel
 * has a way to go: made, then started.
 */
export async function criticalPath(endpoint: string): Promise<CriticalPath> {
  const { events } = Events.parse(await (await fetch(`${endpoint}/_simulator/events`)).json())
  const at = (state: string): number => {
    const event = events.find((one) => one.kind === 'channel-state' && one.to === state)
    if (!event) throw new Error(`the channel never was ${state}`)
    return event.at
  }
  return { prepareMs: at('IDLE') - at('CREATING'), goLiveMs: at('RUNNING') - at('STARTING') }
}
