import { Meter } from '../bill/meter'
import { rehearsalAccount } from './account'
import { Assumptions, type Answers } from './assumptions'
import { ManualClock, RealClock } from './clock'
import type { SimulatorContext } from './context'
import { Drills } from './drills'
import { Durations, type TimingName } from './durations'
import { EventLog } from './eventLog'
import { Ids } from './ids'
import { Quotas, type QuotaValues } from './quotas'
import { Randomness } from './random'
import { Roles, type Role } from './roles'

export interface ContextOptions {
  readonly clock: 'real' | 'manual'
  readonly seed: number
  readonly speed: number
  /** Undefined: true to life, or as a saved world had it. */
  readonly timing: TimingName | undefined
  readonly assume?: Answers
  readonly quotas?: QuotaValues
  readonly roles?: readonly Role[]
  readonly stateDir: string | undefined
  readonly resourcesFolder: string | undefined
  readonly picture: 'real' | 'synthetic' | 'off'
  readonly log: (line: string) => void
  /** Known only once the ports are open. */
  readonly addresses: Pick<SimulatorContext, 'endpoint' | 'rtmpPort'>
  readonly changed: () => void
}

export function buildContext(options: ContextOptions): SimulatorContext {
  if (!(options.speed > 0)) throw new Error(`the speed has to be above 0, not ${options.speed}`)
  const failed = (thrown: unknown): void => {
    options.log(`a timer failed: ${thrown instanceof Error ? thrown.stack : String(thrown)}`)
    events.append('timer-failed', { error: thrown instanceof Error ? thrown.name : 'unknown' })
  }
  const clock = options.clock === 'manual' ? new ManualClock({ failed }) : new RealClock(failed)
  const random = new Randomness(options.seed)
  const events = new EventLog(clock.now)
  const drills = new Drills({ clock, random, events })
  const durations = new Durations(random, options)
  durations.slowedBy = () => drills.transitionFactor()
  const { stateDir, resourcesFolder, picture, log, changed, addresses } = options
  return {
    account: rehearsalAccount,
    clock,
    random,
    ids: new Ids(random),
    durations,
    events,
    meter: new Meter(clock.now),
    drills,
    quotas: new Quotas(options.quotas),
    roles: new Roles(rehearsalAccount, options.roles),
    assumptions: new Assumptions(options.assume),
    stateDir,
    resourcesFolder,
    picture,
    ...addresses,
    changed,
    log,
  }
}
