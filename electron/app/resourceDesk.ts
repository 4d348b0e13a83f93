import {
  nothingFound,
  type FoundHere,
  type FoundView,
  type RegionLook,
} from '../../src/shared/domain/found'
import type { CommandId, SessionId } from '../../src/shared/domain/ids'
import { operatorError, toOperatorError } from '../../src/shared/errors'
import { bundledRates } from '../core/metering/rates'
import type { Clock, Store } from '../core/ports'
import { findIn, foundIn, listedOf, type RegionFindings } from '../core/safety/finder'
import { regionsToAsk } from '../core/safety/regions'
import type { Remembered } from '../core/safety/stopPlan'
import type { AiringParts } from '../core/shows/airingParts'
import { beginAdopting, beginRetiring } from '../core/shows/foundCommands'
import { recollect, type Recollection } from '../core/shows/foundSession'
import { showSentences } from '../core/shows/sentences'
import type { ShowBook } from '../core/shows/showBook'
import type { Self } from '../core/shows/showWorld'
import type { AccountDesk } from './accountDesk'
import { inTurns } from './inTurns'
import type { Places } from './places'
import { Signal } from './signal'
import { StopEverything } from './stopEverything'

export interface ResourceParts extends Pick<AiringParts, 'store' | 'engine' | 'board'> {
  readonly store: Store
  readonly clock: Clock
  readonly self: Self
  readonly places: Places
  readonly desk: AccountDesk
  readonly book: ShowBook
}

interface Gesture {
  readonly commandId: CommandId
  readonly sessionId: SessionId
}

const AT_ONCE = 4

/** What of ours is in the account: found, adopted, retired, stopped. Whose it is, tags and names say. */
export class ResourceDesk {
  readonly view = new Signal<FoundView>(nothingFound)
  readonly #findings = new Map<string, RegionFindings>()
  readonly #closing = new AbortController()
  #looking: Promise<void> | undefined
  #stopping: { readonly commandId: CommandId; readonly asked: Promise<void> } | undefined
  readonly #underWay = new Set<Promise<unknown>>()
  #profile = ''

  constructor(private readonly parts: ResourceParts) {
    parts.desk.view.subscribe(({ selected }) => this.#chosen(selected.profile))
  }

  /** Asks every region; how far that is comes over the feed. A second call joins the first. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  async adopt({ commandId, sessionId }: Gesture, region: string): Promise<void> {
    const found = await this.#foundNow(sessionId, region)
    beginAdopting(this.parts, commandId, found)
    this.parts.book.admit(found.session.show)
    this.#shown()
  }

  async retire({ commandId, sessionId }: Gesture, region: string): Promise<void> {
    beginRetiring(this.parts, commandId, await this.#foundNow(sessionId, region))
    this.#shown()
  }

  /** Resolves once everything was asked to stop; what became of it comes over the feed. */
  async stopEverything(
    commandId: CommandId,
    stopSession: (sessionId: SessionId) => Promise<void>,
  ): Promise<void> {
    if (this.#stopping?.commandId === commandId) return this.#stopping.asked
    const pass = new StopEverything(
      {
        ...this.parts,
        stopSession,
        signal: this.#closing.signal,
        onChange: (stop) => this.#stopping?.commandId === commandId && this.view.update({ stop }),
      },
      {
        profile: this.#selected().profile,
        regions: this.#regions(),
        seenBefore: (region) => this.#seenBefore(region),
      },
    )
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#stopping = { commandId, asked: promise }
    await pass.ask()
    resolve()
    this.#keep(pass.confirm().then(() => (this.#closing.signal.aborted ? undefined : this.look())))
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the console closes'))
    await Promise.allSettled([this.#looking, ...this.#underWay])
  }

  #keep(work: Promise<unknown>): void {
    this.#underWay.add(work)
    void work.finally(() => this.#underWay.delete(work))
  }

  async #look(): Promise<void> {
    const { profile, region: home } = this.#selected()
    const regions = this.#regions()
    this.#findings.clear()
    this.view.update({ state: 'looking', regions: regions.map(waiting) })
    await inTurns(regions, AT_ONCE, async (region) => {
      if (this.#closing.signal.aborted || profile !== this.#profile) return
      this.#tellRegion({ ...waiting(region), state: 'asking' })
      const findings = await this.#ask(profile, region, home)
      if (profile !== this.#profile) return
      this.#findings.set(region, findings)
      this.#tellRegion(findings.look)
      this.#shown()
    })
    if (profile === this.#profile)
      this.view.update({ state: 'looked', lookedAt: this.parts.clock.now() })
  }

  async #ask(profile: string, region: string, home: string): Promise<RegionFindings> {
    const { clock, places } = this.parts
    try {
      const { cloud, close } = await places.glance(profile, region)
      const { bucket } = this.parts.desk.view.value.settings
      const { signal } = this.#closing
      try {
        return await findIn({ cloud, clock, bucket: region === home ? bucket : null, signal })
      } finally {
        close()
      }
    } catch (thrown) {
      const { wire } = toOperatorError(thrown, 'finder')
      const troubles = [{ what: 'Everything', error: wire }]
      return {
        look: { ...waiting(region), state: 'asked', askedAt: clock.now(), troubles },
        listed: [],
      }
    }
  }

  /** Asked again at the click: what stood on screen may be minutes old. */
  async #foundNow(sessionId: SessionId, region: string): Promise<Recollection> {
    const { desk, clock } = this.parts
    const { selected, rehearsal, settings } = desk.view.value
    const findings = await this.#ask(selected.profile, region, selected.region)
    const things = listedOf(findings.listed, sessionId)
    const [trouble] = findings.look.troubles
    const isThere = things.some(({ kind }) => kind !== 'recordings')
    if (!isThere)
      throw operatorError(trouble ? { ...trouble.error, fate: 'undo' } : showSentences.foundGone())
    // A bucket of another region is no use to it: the channel says which it records to.
    const bucket = region === selected.region ? settings.bucket : null
    const own = { ...settings, bucket }
    const venue = { profile: selected.profile, region, rehearsal, settings: own }
    return recollect({ sessionId, things, venue, now: clock.now() })
  }

  #shown(): void {
    const { board, self } = this.parts
    const listed = [...this.#findings.values()].flatMap((region) => region.listed)
    const here = (id: SessionId): FoundHere => {
      const known = board.view(id)
      if (!known) return 'unknown'
      if (known.takenOver) return 'taken-over'
      return known.phase === 'wrapped' ? 'ended' : 'open'
    }
    this.view.update(foundIn(listed, { rates: bundledRates, consoleId: self.id, here }))
  }

  #tellRegion(look: RegionLook): void {
    this.view.update({
      regions: this.view.value.regions.map((one) => (one.region === look.region ? look : one)),
    })
  }

  #seenBefore(region: string): readonly Remembered[] {
    const { look, listed = [] } = this.#findings.get(region) ?? {}
    return foundIn(listed, {
      rates: bundledRates,
      consoleId: this.parts.self.id,
      here: () => 'unknown',
    }).sessions.flatMap(({ sessionId, resources }) =>
      resources
        .filter(({ kind, running }) => kind === 'channel' && running)
        .map(({ id, name, state }) => ({ id, name, sessionId, state, at: look?.askedAt ?? 0 })),
    )
  }

  #regions(): readonly string[] {
    const { profile, region } = this.#selected()
    const known = this.parts.store.sessions
      .all()
      .filter((session) => session.profile === profile && session.certificate === null)
      .map((session) => session.region)
    return regionsToAsk(region, known)
  }

  #selected() {
    return this.parts.desk.view.value.selected
  }

  /** What was found in another account says nothing of this one. */
  #chosen(profile: string): void {
    if (profile === this.#profile) return
    this.#profile = profile
    this.#findings.clear()
    this.view.set(nothingFound)
  }
}

const waiting = (region: string): RegionLook => ({
  region,
  state: 'waiting',
  askedAt: null,
  asked: [],
  troubles: [],
})
