import type { Drill } from '../../electron/simulator/kit/drillShapes'
import type { Place } from './conformanceDriver'

/** What only a simulator has. */
export interface Control {
  advance(ms: number): Promise<void>
  bill(): Promise<unknown>
  assumptions(): Promise<Readonly<Record<string, string>>>
  arm(drill: Drill): Promise<void>
  clearDrills(): Promise<void>
}

/** Where a flow plays. */
export interface Scene {
  readonly place: Place
  /** Absent: it is no simulator, or one whose clock is not ours to move. */
  readonly control: Control | undefined
  /** Begins every name that is made up, so that what is left over can be told and removed. */
  readonly prefix: string
  readonly account: string
  /** Epoch ms on the clock of the place. */
  now(): Promise<number>
  /** Until something may have changed; asked again so many times at most. */
  pass(): Promise<void>
  readonly patience: number
  /** What flows may refer to from the beginning. */
  readonly given: Readonly<Record<string, string>>
}

/** Longer than anything takes under `quick` timing. */
const passMs = 5_000

/** A simulator whose clock is manual; reached over the wire, like everything else. */
export async function simulatedScene(
  endpoint: string,
  { startAt, region = 'eu-west-1' }: { readonly startAt: number; readonly region?: string },
): Promise<Scene> {
  const control = controlOf(endpoint)
  const clock = async () => Number((await ask(endpoint, 'GET', 'clock'))['now'])
  await control.advance(Math.max(0, startAt - (await clock())))
  return {
    place: { endpoint, region },
    control,
    prefix: 'conformance',
    account: '111122223333',
    now: clock,
    pass: () => control.advance(passMs),
    patience: 3,
    given: {
      roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
      schedulerRoleArn: 'arn:aws:iam::111122223333:role/TallylightSchedulerRole',
      bucket: 'conformance-objects',
    },
  }
}

function controlOf(endpoint: string): Control {
  return {
    advance: async (ms) => void (await ask(endpoint, 'POST', 'clock', { advanceMs: ms })),
    bill: () => ask(endpoint, 'GET', 'bill'),
    assumptions: async () =>
      // The control surface shows every question with the answer it acts on.
      (await ask(endpoint, 'GET', 'world'))['assumptions'] as Readonly<Record<string, string>>,
    arm: async (drill) => void (await ask(endpoint, 'POST', 'drills', drill)),
    clearDrills: async () => void (await ask(endpoint, 'DELETE', 'drills')),
  }
}

async function ask(
  endpoint: string,
  method: string,
  what: string,
  body?: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${endpoint}/_simulator/${what}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} /_simulator/${what}: ${await response.text()}`)
  return (await response.json()) as Readonly<Record<string, unknown>> // the control surface's own
}
