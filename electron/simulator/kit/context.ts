import type { Meter } from '../bill/meter'
import type { Assumptions } from './assumptions'
import type { SimulatorClock } from './clock'
import type { Drills } from './drills'
import type { Durations } from './durations'
import type { EventLog } from './eventLog'
import type { Ids } from './ids'
import type { Quotas } from './quotas'
import type { Randomness } from './random'
import type { Roles } from './roles'

/** What every service of the simulator is built from. */
export interface SimulatorContext {
  /** The rehearsal account: AWS's documentation number. */
  readonly account: string
  readonly clock: SimulatorClock
  readonly random: Randomness
  readonly ids: Ids
  readonly durations: Durations
  readonly events: EventLog
  readonly meter: Meter
  readonly drills: Drills
  /** How many of each the account may have; a drill may say otherwise: ask `quotaOf`. */
  readonly quotas: Quotas
  /** The IAM roles of the account. */
  readonly roles: Roles
  /** How it answers what nobody knows of AWS. */
  readonly assumptions: Assumptions
  /** A folder for what is too large for the snapshot (objects); undefined: memory or a temporary folder. */
  readonly stateDir: string | undefined
  /** Where the bundled slate and other material lie; undefined: none. */
  readonly resourcesFolder: string | undefined
  readonly picture: 'real' | 'synthetic' | 'off'
  /** `http://127.0.0.1:PORT`, once listening. */
  endpoint(): string
  /** The port of the RTMP ingest, for input addresses. */
  rtmpPort(): number
  /** Say so after every change of state that should survive a restart; saving is debounced. */
  changed(): void
  log(line: string): void
}
