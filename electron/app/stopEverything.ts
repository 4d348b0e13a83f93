import type { StopLine, StopReport } from '../../src/shared/domain/found'
import type { SessionId } from '../../src/shared/domain/ids'
import { operatorError, toOperatorError, type WireError } from '../../src/shared/errors'
import type { Clock, Cloud, Listing, ObservedChannel, Store } from '../core/ports'
import { isOurs } from '../core/reconcile/observed'
import { patiently } from '../core/safety/patiently'
import { hasIvs } from '../core/safety/regions'
import {
  channelLine,
  isGoingDown,
  rememberedFrom,
  stopPlan,
  unaskedLines,
  type Remembered,
  type StopChoice,
} from '../core/safety/stopPlan'
import type { SessionBoard } from '../core/shows/board'
import { inTurns } from './inTurns'
import type { Places } from './places'
import { appSentences } from './sentences'

export interface StopParts {
  readonly clock: Clock
  readonly store: Store
  readonly places: Places
  readonly board: SessionBoard
  /** The stop of a session of this console: on record, and tried until it is done. */
  readonly stopSession: (sessionId: SessionId) => Promise<void>
  readonly onChange: (report: StopReport) => void
  readonly signal: AbortSignal
}

export interface StopOrder {
  readonly profile: string
  readonly regions: readonly string[]
  /** What an earlier look saw, for regions that cannot be asked now. */
  readonly seenBefore: (region: string) => readonly Remembered[]
}

const AT_ONCE = 5
const LOOK_AGAIN_MS = 3_000
/** AWS stops a channel in a minute or two; what takes longer than so is not waited for. */
const PATIENCE_MS = 5 * 60_000

/** One pass: every running channel that is tagged ours, then every stream. Says what became of each. */
export class StopEverything {
  readonly #lines = new Map<string, StopLine>()
  readonly #beganAt: number
  /** Sessions whose own run is to stop them: true where it does. */
  readonly #byRun = new Map<SessionId, Promise<boolean>>()
  readonly #unasked = new Set<string>()

  constructor(
    private readonly parts: StopParts,
    private readonly order: StopOrder,
  ) {
    this.#beganAt = parts.clock.now()
  }

  /** Resolves once everything has been asked to stop, or could not be. Never rejects. */
  async ask(): Promise<void> {
    this.#tell(null)
    await Promise.all([
      ...this.#openSessions().map((id) => {
        const stopping = this.#stopOwn(id)
        this.#byRun.set(id, stopping)
        return stopping
      }),
      inTurns(this.order.regions, AT_ONCE, (region) => this.#stopIn(region)),
    ])
  }

  /** Resolves once AWS has been seen to obey, or was given the time to. Then the streams. */
  async confirm(): Promise<void> {
    const { clock, signal } = this.parts
    const until = clock.now() + PATIENCE_MS
    while (!signal.aborted && clock.now() < until) {
      const pending = this.#pendingRegions()
      if (pending.length === 0) break
      await inTurns(pending, AT_ONCE, (region) => this.#seeIn(region))
      if (this.#pendingRegions().length > 0)
        await clock.sleep(LOOK_AGAIN_MS, signal).catch(() => undefined) // the console closes
    }
    this.#giveUpWaiting()
    const withIvs = this.order.regions.filter((one) => hasIvs(one) && !this.#unasked.has(one))
    await inTurns(withIvs, AT_ONCE, (region) => this.#endStreams(region))
    this.#tell(clock.now())
  }

  #openSessions(): readonly SessionId[] {
    return this.parts.board
      .views()
      .filter(({ phase, takenOver }) => phase !== 'wrapped' && phase !== 'arming' && !takenOver)
      .map(({ id }) => id)
  }

  /** What keeps it from being stopped so is told by the session itself; then its channel is asked directly. */
  #stopOwn(id: SessionId): Promise<boolean> {
    return this.parts.stopSession(id).then(
      () => true,
      () => false,
    )
  }

  async #stopIn(region: string): Promise<void> {
    try {
      await this.#within(region, async (cloud) => {
        const listing = await this.#channels(cloud)
        const plan = stopPlan(listing.items)
        for (const choice of plan)
          this.#put(channelLine(choice, listing.requestId, this.#about(region)))
        await Promise.all(
          plan
            .filter(({ does }) => does === 'stop')
            .map((choice) => this.#stopChannel(cloud, choice, region)),
        )
      })
    } catch (thrown) {
      this.#couldNotAsk(region, toOperatorError(thrown, 'stop everything').wire)
    }
  }

  async #stopChannel(cloud: Cloud, { channel, sessionId }: StopChoice, region: string) {
    const key = keyOf({ region, kind: 'channel', id: channel.id })
    try {
      const isByRun = sessionId !== null && (await this.#byRun.get(sessionId))
      if (!isByRun) await this.#patiently(() => cloud.mediaLive.stopChannel(channel.id))
      this.#change(key, { outcome: 'asked' })
    } catch (thrown) {
      const { wire } = toOperatorError(thrown, 'stop everything')
      const lastSeen = { state: channel.state, at: this.parts.clock.now() }
      this.#change(key, {
        outcome: 'not-stopped',
        error: wire,
        requestId: wire.reference,
        lastSeen,
      })
    }
  }

  async #seeIn(region: string): Promise<void> {
    try {
      await this.#within(region, async (cloud) => {
        const { items, requestId } = await this.#channels(cloud)
        for (const line of this.#pendingIn(region)) {
          const channel = items.find(({ id }) => id === line.id)
          if (!channel || !isGoingDown(channel))
            this.#change(keyOf(line), { outcome: 'stopped', requestId })
        }
      })
    } catch (thrown) {
      const { wire } = toOperatorError(thrown, 'stop everything')
      if (wire.fate !== 'retry') this.#couldNotAsk(region, wire)
    }
  }

  async #endStreams(region: string): Promise<void> {
    try {
      await this.#within(region, async ({ ivs }) => {
        const [channels, streams] = await Promise.all([
          this.#patiently(() => ivs.listChannels()),
          this.#patiently(() => ivs.listStreams()),
        ])
        const live = new Set(streams.items.map(({ channelArn }) => channelArn))
        for (const { arn, name } of channels.items.filter(
          (one) => isOurs(one) && live.has(one.arn),
        )) {
          await this.#patiently(() => ivs.stopStream(arn))
          const { requestId } = streams
          this.#put({ ...this.#streamLine(region), id: arn, name, outcome: 'stopped', requestId })
        }
      })
    } catch (thrown) {
      const error = toOperatorError(thrown, 'stop everything').wire
      const about = { id: 'ivs', name: 'IVS streams', requestId: error.reference }
      this.#put({ ...this.#streamLine(region), ...about, outcome: 'not-stopped', error })
    }
  }

  #streamLine(region: string) {
    const empty = { error: null, lastSeen: null, safetyStopAt: null, sessionId: null }
    return { region, kind: 'ivs-stream', ...empty } as const
  }

  #couldNotAsk(region: string, error: WireError): void {
    this.#unasked.add(region)
    const { places, board } = this.parts
    const watched = places.opened(this.order.profile, region)?.observer.world().channels
    const seen = [...this.order.seenBefore(region), ...(watched ? rememberedFrom(watched) : [])]
    const latest = new Map(seen.toSorted((a, b) => a.at - b.at).map((one) => [one.id, one]))
    for (const view of board.views()) {
      const isUp = view.phase === 'live' || view.phase === 'starting'
      const isKnown = [...latest.values()].some(({ sessionId }) => sessionId === view.id)
      if (view.region === region && isUp && !isKnown) latest.set(view.id, rememberedOf(view))
    }
    for (const line of unaskedLines([...latest.values()], error, this.#about(region)))
      this.#put(line)
  }

  /** Still not off after all that time: said so, and tried again by its own run where it has one. */
  #giveUpWaiting(): void {
    for (const [key, { outcome }] of this.#lines)
      if (isPending(outcome))
        this.#change(key, {
          outcome: 'not-stopped',
          error: operatorError(appSentences.stillNotOff()).wire,
        })
  }

  #about(region: string) {
    const { store } = this.parts
    return {
      region,
      safetyStopAt: (id: SessionId | null) =>
        (id === null ? null : store.sessions.get(id)?.safetyStopAt) ?? null,
    }
  }

  #channels({ mediaLive }: Cloud): Promise<Listing<ObservedChannel>> {
    return this.#patiently(() => mediaLive.listChannels())
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return patiently(this.parts.clock, this.parts.signal, work)
  }

  async #within(region: string, work: (cloud: Cloud) => Promise<void>): Promise<void> {
    const { cloud, close } = await this.parts.places.glance(this.order.profile, region)
    try {
      await work(cloud)
    } finally {
      close()
    }
  }

  #pendingIn(region: string): readonly StopLine[] {
    return [...this.#lines.values()].filter(
      (line) => line.region === region && isPending(line.outcome),
    )
  }

  #pendingRegions(): readonly string[] {
    return this.order.regions.filter((region) => this.#pendingIn(region).length > 0)
  }

  #put(line: StopLine): void {
    this.#lines.set(keyOf(line), line)
    this.#tell(null)
  }

  #change(key: string, change: Partial<StopLine>): void {
    const line = this.#lines.get(key)
    if (line) this.#put({ ...line, ...change })
  }

  #tell(endedAt: number | null): void {
    this.parts.onChange({ beganAt: this.#beganAt, endedAt, lines: [...this.#lines.values()] })
  }
}

const isPending = (outcome: StopLine['outcome']): boolean =>
  outcome === 'asking' || outcome === 'asked'

const keyOf = ({ region, kind, id }: Pick<StopLine, 'region' | 'kind' | 'id'>): string =>
  `${region} ${kind} ${id}`

function rememberedOf(view: ReturnType<SessionBoard['views']>[number]): Remembered {
  const { id, showName, facts, liveSince, startedAt } = view
  const seen = facts.channel
  return {
    id,
    name: showName,
    sessionId: id,
    state: seen?.state ?? 'not known',
    at: seen?.observedAt ?? liveSince ?? startedAt,
  }
}
