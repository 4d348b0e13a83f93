import type { Simulator } from '../../electron/simulator/simulator'

type Tags = Readonly<Record<string, string>>

/** Something in AWS that costs money, or will stop what does. */
export interface Thing {
  readonly kind: 'channel' | 'input' | 'input security group' | 'IVS channel' | 'safety stop'
  readonly id: string
  readonly state: string
  readonly tags: Tags
}

/** AWS as it is at this moment, whatever anybody believes. */
export interface WorldNow {
  readonly at: number
  /** All that is there and not deleted. */
  readonly things: readonly Thing[]
  /** Safety stops by their names: when each fires at the earliest. */
  readonly stopsDueAt: ReadonlyMap<string, number>
  /** Channels to which some destination receives frames just now. */
  readonly delivering: ReadonlySet<string>
}

interface Raw {
  readonly medialive: Readonly<
    Record<
      'channels' | 'inputs' | 'inputSecurityGroups',
      readonly { readonly id: string; readonly state: string; readonly tags: Tags }[]
    >
  >
  readonly ivs: { readonly channels: readonly { readonly arn: string; readonly tags: Tags }[] }
  readonly scheduler: {
    readonly schedules: readonly {
      readonly name: string
      readonly firing: { readonly dueAt: number } | undefined
    }[]
  }
  readonly picture: {
    readonly sinks?: readonly {
      readonly channelId: string
      readonly lastFrameAt: number | undefined
    }[]
  }
}

/** Frames come thirty times a second: longer without one, nothing flows. */
const FLOWING_MS = 1_000

export function worldNow(simulator: Simulator): WorldNow {
  const { medialive, ivs, scheduler, picture } = simulator.world() as unknown as Raw // its own words
  const at = simulator.clock.now()
  const flowing = (picture.sinks ?? []).filter(
    ({ lastFrameAt }) => lastFrameAt !== undefined && at - lastFrameAt <= FLOWING_MS,
  )
  const schedules = scheduler.schedules.filter(({ firing }) => firing !== undefined)
  return {
    at,
    things: [
      ...medialive.channels.map((one) => thing('channel', one)),
      ...medialive.inputs.map((one) => thing('input', one)),
      ...medialive.inputSecurityGroups.map((one) => thing('input security group', one)),
      ...ivs.channels.map(({ arn, tags }) =>
        thing('IVS channel', { id: arn, state: 'ACTIVE', tags }),
      ),
      ...scheduler.schedules.map(({ name }) =>
        thing('safety stop', { id: name, state: 'ENABLED', tags: tagsOfStop(name) }),
      ),
    ].filter(({ state }) => state !== 'DELETED'),
    stopsDueAt: new Map(schedules.map(({ name, firing }) => [name, firing?.dueAt ?? 0])),
    delivering: new Set(flowing.map(({ channelId }) => channelId)),
  }
}

const thing = (
  kind: Thing['kind'],
  { id, state, tags }: { id: string; state: string; tags: Tags },
): Thing => ({ kind, id, state, tags })

const STOP_PREFIX = 'tallylight-stop-'

export const stopNameOf = (sessionId: string): string => `${STOP_PREFIX}${sessionId}`

/** A schedule carries its session in its name alone. */
const tagsOfStop = (name: string): Tags =>
  name.startsWith(STOP_PREFIX)
    ? { application: 'tallylight', session: name.slice(STOP_PREFIX.length) }
    : {}

const UP: readonly string[] = ['STARTING', 'RUNNING', 'RECOVERING']

/** It runs, or is about to: it costs by the minute. */
export const isUp = ({ kind, state }: Thing): boolean => kind === 'channel' && UP.includes(state)

export const channelsOf = ({ things }: WorldNow): readonly Thing[] =>
  things.filter(({ kind }) => kind === 'channel')

export const sessionOf = ({ tags }: Thing): string => tags['session'] ?? ''
