import { z } from 'zod'
import { loopbackEndpoint } from './loopback'

const timeoutMs = 5_000

/** As much of an armed drill as the console shows; the rest may be of any shape. */
const Armed = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'acting', 'over']),
  used: z.int(),
  /** When it starts next, or ends, by the simulator's clock; absent: never by the clock. */
  startsAt: z.number().nullish(),
  endsAt: z.number().nullish(),
  drill: z.looseObject({ kind: z.string() }),
})
const Listed = z.object({ now: z.number(), drills: z.array(Armed) })

export interface SimulatedDrill extends Pick<z.infer<typeof Armed>, 'id' | 'used' | 'drill'> {
  readonly state: 'waiting' | 'acting'
  /** How much longer it waits or acts; null: no end is set. */
  readonly remainingMs: number | null
}

/** A drill in the simulator's own words. */
export type DrillData = Readonly<Record<string, string | number>> & { readonly kind: string }

/** The drills of a rehearsal, over the simulator's control surface. */
export interface RehearsalDrills {
  /** Says by which id it is known. */
  arm(data: DrillData): Promise<string>
  /** Those that wait or act. */
  list(): Promise<readonly SimulatedDrill[]>
  /** One of them, or all. */
  end(id?: string): Promise<void>
}

export function rehearsalDrills(endpoint: () => string): RehearsalDrills {
  const url = () => `${loopbackEndpoint(endpoint())}/_simulator/drills`
  return {
    arm: async (data) => {
      const armed = await ask(url(), { method: 'POST', body: JSON.stringify(data) })
      return Armed.parse(armed).id
    },
    list: async () => {
      const { now, drills } = Listed.parse(await ask(url(), {}))
      return drills.flatMap((drill) => simulatedDrill(drill, now) ?? [])
    },
    end: async (id) => {
      const which = id === undefined ? '' : `?id=${encodeURIComponent(id)}`
      await ask(`${url()}${which}`, { method: 'DELETE' })
    },
  }
}

function simulatedDrill(
  { state, startsAt, endsAt, ...armed }: z.infer<typeof Armed>,
  now: number,
): SimulatedDrill | undefined {
  if (state === 'over') return undefined
  const next = (state === 'waiting' ? startsAt : endsAt) ?? null
  return { ...armed, state, remainingMs: next === null ? null : Math.max(0, next - now) }
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  const answer = await fetch(url, { ...request, signal, redirect: 'error' })
  if (!answer.ok) throw new Error(`the simulator answers ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
