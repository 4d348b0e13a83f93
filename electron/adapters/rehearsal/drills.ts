import { z } from 'zod'
import { loopbackEndpoint } from './loopback'

const timeoutMs = 5_000

/** As much of an armed drill as the console shows; the rest may be of any shape. */
const Armed = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'acting', 'over']).default('acting'),
  used: z.int().default(0),
  /** How much longer it waits or acts, by the simulator's clock; null: no end is set. */
  remainingMs: z.number().nullish(),
  drill: z.looseObject({ kind: z.string() }),
})
export type SimulatedDrill = z.infer<typeof Armed>
const Listed = z.object({ drills: z.array(Armed) })

/** A drill in the simulator's own words. */
export type DrillData = Readonly<Record<string, string | number>> & { readonly kind: string }

/** The drills of a rehearsal, over the simulator's control surface. */
export interface RehearsalDrills {
  arm(data: DrillData): Promise<SimulatedDrill>
  /** Those that wait or act. */
  list(): Promise<readonly SimulatedDrill[]>
  /** One of them, or all. */
  end(id?: string): Promise<void>
}

export function rehearsalDrills(endpoint: () => string): RehearsalDrills {
  const url = () => `${loopbackEndpoint(endpoint())}/_simulator/drills`
  return {
    arm: async (data) =>
      Armed.parse(await ask(url(), { method: 'POST', body: JSON.stringify(data) })),
    list: async () => {
      const { drills } = Listed.parse(await ask(url(), {}))
      return drills.filter(({ state }) => state !== 'over')
    },
    end: async (id) => {
      const which = id === undefined ? '' : `?id=${encodeURIComponent(id)}`
      await ask(`${url()}${which}`, { method: 'DELETE' })
    },
  }
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  const answer = await fetch(url, { ...request, signal, redirect: 'error' })
  if (!answer.ok) throw new Error(`the simulator answers ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
