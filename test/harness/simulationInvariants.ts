import type { SessionView } from '../../src/shared/domain/session'
import type { Laptop } from './simulationConsole'
import {
  channelsOf,
  isUp,
  sessionOf,
  stopNameOf,
  type Thing,
  type WorldNow,
} from './simulationWorld'

/** A promise that did not hold. */
export interface Violation {
  readonly invariant: string
  readonly sentence: string
  readonly detail: string
}

/** Each promise that a story is held against, by its name. */
export const invariants = {
  owned: 'Whatever is in AWS was on record, as begun by a step of a session, before it was made.',
  'one-channel': 'A session never has two channels, and no show is aired by two sessions.',
  'made-once': 'No step makes two channels or two inputs, whatever becomes of the answers.',
  lamp: 'The lamp is lit only while the world delivers, or did a moment ago.',
  'safety-stop': 'No channel of ours is up unless AWS is set to stop it by itself.',
  'stop-stops': 'A stop that was accepted brings the channel to rest.',
  certificate: 'When a certificate is issued, AWS has nothing of the session.',
  'no-mistake': 'Nothing is met that nobody put into words.',
  ends: 'Once the weather is fair, every session can be brought to its certificate.',
  'nothing-left': 'When all is certified, nothing is left in AWS.',
  money: 'The ledger is the bill, within a billed minute for each run of a channel.',
  secret: 'No stream key is written to the data folder, to the log, or shown.',
  'left-alone':
    'With every console dead, AWS stops the show at its safety time and a minute at most.',
  'journal-keeps': 'What the journal acknowledged is there after every crash.',
} as const
export type InvariantName = keyof typeof invariants

export const violationOf = (invariant: InvariantName, detail: string): Violation => ({
  invariant,
  sentence: invariants[invariant],
  detail,
})

/** Looked at whenever time is about to move. What it remembers is what it saw itself. */
export class Watch {
  #found: Violation | undefined
  readonly #delivered = new Map<string, number>()
  /** Sessions whose channel somebody else has started. */
  readonly #strangers = new Set<string>()
  readonly #stopsOwed = new Map<string, number>()
  readonly #certified = new Set<string>()

  constructor(private readonly laptops: readonly Laptop[]) {}

  /** The first that was found. */
  get found(): Violation | undefined {
    return this.#found
  }

  report(invariant: InvariantName, detail: string): void {
    this.#found ??= violationOf(invariant, detail)
  }

  startedByStranger(sessionId: string): void {
    this.#strangers.add(sessionId)
  }

  /** From now on it may run, or nobody can say whether it does. */
  forgiveStops(sessionId?: string): void {
    if (sessionId === undefined) this.#stopsOwed.clear()
    else this.#stopsOwed.delete(sessionId)
  }

  /** It has been stopped: so much later at the latest it has to be at rest. */
  oweStop(sessionId: string, by: number): void {
    if (!this.#stopsOwed.has(sessionId)) this.#stopsOwed.set(sessionId, by)
  }

  /** When the last of the stops has to have come about; undefined: none is owed. */
  get stopsOwedBy(): number | undefined {
    return this.#stopsOwed.size > 0 ? Math.max(...this.#stopsOwed.values()) : undefined
  }

  look(world: WorldNow): void {
    if (this.#found) return
    for (const thing of world.things) this.#checkOwner(thing)
    this.#checkTwins(world)
    for (const channel of channelsOf(world)) this.#checkChannel(channel, world)
    this.#checkLamps(world)
  }

  /** A view as it was told, with the world of that moment. */
  told(view: SessionView, world: () => WorldNow): void {
    if (
      view.parked?.code === 'internal' ||
      view.runs.some(({ error }) => error?.code === 'internal')
    )
      this.report('no-mistake', `session ${view.id} met a mistake of the console's own`)
    if (!view.certificate || this.#certified.has(view.id)) return
    this.#certified.add(view.id)
    const left = world().things.filter((thing) => sessionOf(thing) === view.id)
    if (left.length > 0)
      this.report(
        'certificate',
        `certified ${view.id}, and there is ${left.map(nameOf).join(', ')}`,
      )
    if (view.certificate.leftovers.length > 0 || !areAnswers(view.certificate.asked))
      this.report('certificate', `it says ${JSON.stringify(view.certificate)}`)
  }

  #checkOwner(thing: Thing): void {
    const { tags, kind } = thing
    const step = tags['step']
    const isOnRecord = this.laptops.some(({ book }) =>
      kind === 'safety stop'
        ? book.hasStartedFor(sessionOf(thing), 'arm-safety-stop')
        : step !== undefined && book.hasStarted(step),
    )
    if (!isOnRecord) this.report('owned', `${nameOf(thing)} of step ${step} is on nobody's record`)
  }

  #checkTwins(world: WorldNow): void {
    const makers = new Map<string, Thing>()
    for (const thing of world.things) {
      const { kind, state, tags } = thing
      if ((kind !== 'channel' && kind !== 'input') || state === 'DELETING') continue
      const other = makers.get(`${tags['step']}`)
      if (other) this.report('made-once', `${nameOf(other)} and ${nameOf(thing)}: ${tags['step']}`)
      makers.set(`${tags['step']}`, thing)
    }
    const there = channelsOf(world).filter(({ state }) => state !== 'DELETING')
    for (const [what, of] of [
      ['session', sessionOf],
      ['show', (one: Thing) => this.#showOf(sessionOf(one))],
    ] as const) {
      const seen = new Map<string, Thing>()
      for (const channel of there) {
        const other = seen.get(of(channel))
        if (other)
          this.report(
            'one-channel',
            `${nameOf(other)} and ${nameOf(channel)} are of one ${what}, ${of(channel)}`,
          )
        seen.set(of(channel), channel)
      }
    }
  }

  #showOf(sessionId: string): string {
    for (const { book } of this.laptops) {
      const session = book.session(sessionId)
      if (session) return session.show.id
    }
    return `of ${sessionId}`
  }

  #checkChannel(channel: Thing, { at, stopsDueAt, delivering }: WorldNow): void {
    const session = sessionOf(channel)
    if (channel.state === 'RUNNING' && delivering.has(channel.id)) this.#delivered.set(session, at)
    if (!isUp(channel)) {
      this.#strangers.delete(session)
      this.#stopsOwed.delete(session)
      return
    }
    const owedBy = this.#stopsOwed.get(session)
    if (owedBy !== undefined && at > owedBy)
      this.report('stop-stops', `${nameOf(channel)} of ${session} was stopped and is up`)
    if (!stopsDueAt.has(stopNameOf(session)) && !this.#strangers.has(session))
      this.report('safety-stop', `${nameOf(channel)} of ${session} is up, and nothing will stop it`)
  }

  #checkLamps({ at }: WorldNow): void {
    for (const { life, name } of this.laptops)
      for (const { id, tally } of life?.sessions() ?? []) {
        if (tally !== 'on-air' && tally !== 'rehearsal') continue
        const last = this.#delivered.get(id)
        if (last === undefined || at - last > LAMP_MS)
          this.report(
            'lamp',
            `${name} shows ${tally} for ${id}; the world ${last === undefined ? 'never delivered' : `last delivered ${at - last} ms ago`}`,
          )
      }
  }
}

/**
 * AWS's word is the present for twenty seconds while something runs, and a list may lag by eight more;
 * then the lamp has to say that nobody knows.
 */
const LAMP_MS = 29_500

const nameOf = ({ kind, id, state }: Thing): string => `${kind} ${id} (${state})`

/** What is asked for a certificate is answered, each by an answer of its own. */
const areAnswers = (asked: readonly { readonly requestId: string }[]): boolean =>
  asked.length >= 3 &&
  asked.every(({ requestId }) => requestId !== '') &&
  new Set(asked.map(({ requestId }) => requestId)).size === asked.length
