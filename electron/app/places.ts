import { AsyncLocalStorage } from 'node:async_hooks'
import { REHEARSAL } from '../../src/shared/domain/account'
import { openCloud, type OpenCloud } from '../adapters/aws/cloud'
import type { CallObserver } from '../adapters/aws/callObserver'
import { rehearsalCredentials } from '../adapters/credentials/identify'
import { SignIn } from '../adapters/credentials/signIn'
import type { Vault } from '../adapters/keychain/vault'
import type { Clock, Cloud, Log } from '../core/ports'
import { Observer } from '../core/reconcile/observer'
import type { Place } from '../core/shows/showWorld'
import type { SimulatorAddress } from './simulatorAddress'

export interface PlacesParts {
  readonly clock: Clock
  readonly log: Log
  readonly vault: Vault
  /** Finds the simulator or starts one; asked when a rehearsal is opened, and reopened. */
  readonly simulator: () => Promise<SimulatorAddress>
  /** How much a rehearsal hurries, where the simulator's own speed is not known. */
  readonly speed: number
  readonly calls: CallObserver
  readonly witness: 'on' | 'off'
  readonly onChange: (place: OpenPlace) => void
}

/** An account and region that is open: its services, its poller, its sign-in. */
export interface OpenPlace extends Place {
  readonly profile: string
  readonly region: string
  readonly cloud: OpenCloud
  /** Undefined in rehearsal, where nobody signs in. */
  readonly signIn: SignIn | undefined
}

/** A region that is asked something, and not watched. */
export interface Glance {
  readonly cloud: Cloud
  close(): void
}

/** Opens each account and region once, and keeps it open: what runs there has to be watched. */
export class Places {
  readonly #open = new Map<string, Promise<OpenPlace>>()
  readonly #ready = new Map<string, OpenPlace>()
  /** Whoever opens a place: its poller goes on for itself, and asks AWS on nobody's account. */
  readonly #onItsOwn = AsyncLocalStorage.snapshot()
  #simulator: SimulatorAddress | undefined
  #finding: Promise<SimulatorAddress> | undefined

  constructor(private readonly parts: PlacesParts) {}

  open(profile: string, region: string): Promise<OpenPlace> {
    const key = keyOf(profile, region)
    const known = this.#open.get(key)
    if (known) return known
    const opening = this.#onItsOwn(() => this.#build(profile, region))
    this.#open.set(key, opening)
    // A simulator that could not be started is tried again the next time.
    opening.then(
      (place) => this.#ready.set(key, place),
      () => this.#open.delete(key),
    )
    return opening
  }

  /** Where the simulator in use answers; undefined before any rehearsal was opened. */
  rehearsalEndpoint(): string | undefined {
    return this.#simulator?.endpoint
  }

  /** Only what is open already. */
  opened(profile: string, region: string): OpenPlace | undefined {
    return this.#ready.get(keyOf(profile, region))
  }

  /**
   * Looks for the simulator once more, and starts one where the one in use has ended: it does so by
   * itself when nobody asks for long, a sleep of this machine is enough. What waits for an answer
   * goes on waiting and gets it from the new one, which has the same world.
   */
  async reopenRehearsal(): Promise<void> {
    const places = this.all().filter(({ profile }) => profile === REHEARSAL)
    if (places.length === 0) return
    await this.#findSimulator()
    for (const { observer } of places) observer.lookNow()
  }

  /**
   * Another region of an account, to be asked now and not watched from then on. `close` lets go of it;
   * one that is open stays open.
   */
  async glance(profile: string, region: string): Promise<Glance> {
    const known = this.opened(profile, region)
    if (known) return { cloud: known.cloud, close: () => undefined }
    const signIn = this.all().find((place) => place.profile === profile)?.signIn
    const { cloud } = await this.#enter(profile, region, signIn)
    return { cloud, close: () => cloud.close() }
  }

  all(): readonly OpenPlace[] {
    return [...this.#ready.values()]
  }

  async close(): Promise<void> {
    const places = await Promise.allSettled(this.#open.values())
    for (const place of places) {
      if (place.status !== 'fulfilled') continue
      await place.value.observer.close()
      place.value.cloud.close()
    }
  }

  async #build(profile: string, region: string): Promise<OpenPlace> {
    const { clock, log, onChange } = this.parts
    const rehearsal = profile === REHEARSAL
    const { cloud, signIn } = await this.#enter(profile, region)
    const hurry = () => (rehearsal ? (this.#simulator?.speed ?? this.parts.speed) : 1)
    const observer = new Observer({
      cloud,
      clock,
      log,
      // Asked in every round: another simulator may go at another speed.
      get hurry() {
        return hurry()
      },
    })
    const place = { profile, region, cloud, observer, signIn }
    observer.onChange(() => onChange(place))
    return place
  }

  /** `known`: who is signed in for the profile already, so that nobody is asked twice. */
  async #enter(
    profile: string,
    region: string,
    known?: SignIn,
  ): Promise<Pick<OpenPlace, 'cloud' | 'signIn'>> {
    const { clock, vault, calls, witness } = this.parts
    const rehearsal = profile === REHEARSAL
    const signIn = rehearsal ? undefined : (known ?? new SignIn({ profile, region, clock }))
    const cloud = openCloud({
      profile,
      region,
      rehearsal,
      credentials: signIn?.credentials ?? rehearsalCredentials,
      vault,
      clock,
      observer: calls,
      witness,
      ...(rehearsal ? { endpoint: await this.#endpoint() } : {}),
    })
    return { cloud, signIn }
  }

  /** Of the simulator in use, whichever that is when it is called. */
  async #endpoint(): Promise<() => string> {
    const first = await this.#findSimulator()
    return () => (this.#simulator ?? first).endpoint
  }

  /** One search at a time: two would start two. */
  #findSimulator(): Promise<SimulatorAddress> {
    this.#finding ??= this.parts
      .simulator()
      .then((found) => (this.#simulator = found))
      .finally(() => (this.#finding = undefined))
    return this.#finding
  }
}

const keyOf = (profile: string, region: string): string => `${profile} ${region}`
