import { REHEARSAL } from '../../src/shared/domain/account'
import { drillOffers, type ArmedDrill, type DrillOrder } from '../../src/shared/domain/drill'
import type { DestinationId, SessionId } from '../../src/shared/domain/ids'
import { operatorError } from '../../src/shared/errors'
import type { RehearsalDrills, SimulatedDrill } from '../adapters/rehearsal/drills'
import type { Clock, Log, SessionRecord, Store } from '../core/ports'
import { ofSession } from '../core/reconcile/observed'
import { armedOf } from '../core/shows/history'
import { drillData, drillNameOf, type DrillTargets } from './drillData'
import { appSentences } from './sentences'
import type { Emitter } from './emitter'
import type { OpenPlace, Places } from './places'
import { Signal } from './signal'

export interface DrillDeskParts {
  readonly clock: Clock
  readonly log: Log
  readonly store: Store
  readonly places: Places
  readonly placeSeen: Emitter<OpenPlace>
  /** Reaches the simulator in use; undefined before any rehearsal was opened. */
  readonly drills: () => RehearsalDrills | undefined
  /** Whether a session is over: what it was made of is gone. */
  readonly isOver: (sessionId: SessionId) => boolean
}

/** Failures staged on purpose. What is armed is read from the simulator, never remembered. */
export class DrillDesk {
  readonly armed = new Signal<ArmedDrill[]>([])
  #looking: Promise<void> | undefined
  /** Of drills about one show: whose they are. Begun before a restart they are nobody's. */
  readonly #owners = new Map<string, SessionId>()

  constructor(private readonly parts: DrillDeskParts) {
    parts.placeSeen.listen((place) => {
      if (place.profile === REHEARSAL) void this.#lookQuietly()
    })
  }

  /** Rejects outside a rehearsal, and where what the drill is about does not exist. */
  async begin({ name, sessionId, destinationId, forMs }: DrillOrder): Promise<void> {
    const drills = this.#drills()
    const data = drillData(name, this.#targets(sessionId, destinationId))
    if (data === undefined) throw operatorError(appSentences.drillWithoutTarget(drillOffers[name]))
    const id = await reached(() => drills.arm(forMs === null ? data : { ...data, forMs }))
    if (sessionId !== null && drillOffers[name].subject !== 'aws') this.#owners.set(id, sessionId)
    await this.#look()
  }

  async end(id: string): Promise<void> {
    const drills = this.#drills()
    await reached(() => drills.end(id))
    await this.#look()
  }

  async endAll(): Promise<void> {
    const drills = this.#drills()
    await reached(() => drills.end())
    await this.#look()
  }

  #drills(): RehearsalDrills {
    const drills = this.parts.drills()
    if (drills === undefined) throw operatorError(appSentences.drillsInRehearsalOnly())
    return drills
  }

  /** The simulator being away is told by the poller; this is not the place. */
  async #lookQuietly(): Promise<void> {
    // One round at a time: several places may be seen at once.
    this.#looking ??= this.#look()
      .catch((thrown: unknown) => this.parts.log.warn('drills not read', { why: String(thrown) }))
      .finally(() => (this.#looking = undefined))
    await this.#looking
  }

  async #look(): Promise<void> {
    const drills = this.parts.drills()
    const all = (await drills?.list()) ?? []
    const listed = all.filter(({ id }) => !this.#isOver(id))
    for (const { id } of all) if (this.#isOver(id)) await drills?.end(id)
    const now = this.parts.clock.now()
    const views = listed.map((drill) => ({
      ...viewOf(drill, now),
      sessionId: this.#owners.get(drill.id) ?? null,
    }))
    if (views.length > 0 || this.armed.value.length > 0) this.armed.set(views)
  }

  /** Its show has been given back: there is nothing left for it to strike. */
  #isOver(drillId: string): boolean {
    const owner = this.#owners.get(drillId)
    return owner !== undefined && this.parts.isOver(owner)
  }

  #targets(sessionId: SessionId | null, destinationId: DestinationId | null): DrillTargets {
    const session = sessionId === null ? undefined : this.parts.store.sessions.get(sessionId)
    if (session === undefined || session.profile !== REHEARSAL) return nothing
    const world = this.parts.places.opened(session.profile, session.region)?.observer.world()
    const [input] = ofSession(world?.inputs?.items ?? [], session.id)
    const [channel] = ofSession(world?.channels?.items ?? [], session.id)
    return {
      inputId: input?.id,
      channel,
      destination: this.#destination(session, destinationId),
    }
  }

  #destination(session: SessionRecord, id: DestinationId | null): string | undefined {
    const destination = session.show.destinations.find((each) => each.id === id)
    if (destination === undefined) return undefined
    if (destination.kind !== 'ivs') return destination.url
    const armed = armedOf(this.parts.store.journal.ofSession(session.id))
    return armed?.ivs.find(({ destinationId }) => destinationId === id)?.ingestUrl
  }
}

const nothing: DrillTargets = { inputId: undefined, channel: undefined, destination: undefined }

async function reached<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (thrown) {
    throw operatorError(appSentences.drillNotArmed(), { cause: thrown })
  }
}

function viewOf(
  { id, state, used, remainingMs, drill }: SimulatedDrill,
  now: number,
): Omit<ArmedDrill, 'sessionId'> {
  const { destination } = drill
  return {
    id,
    name: drillNameOf(drill),
    kind: drill.kind,
    about: typeof destination === 'string' ? destination : null,
    phase: state,
    endsAt: remainingMs === null ? null : Math.round(now + remainingMs),
    timesUsed: used,
  }
}
