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
  readonly timing: TimingName
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
  const clock = options.clock === 'manual' ? new ManualClock() : new RealClock()
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
