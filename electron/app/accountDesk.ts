import { z } from 'zod'
import {
  REHEARSAL,
  Region,
  type AccountSettings,
  type AccountView,
  type ProfileView,
} from '../../src/shared/domain/account'
import { operatorError, toOperatorError } from '../../src/shared/errors'
import { sentences } from '../../src/shared/sentences'
import { identify } from '../adapters/credentials/identify'
import { listProfiles } from '../adapters/credentials/profiles'
import type { Clock, Ids, Log, Store } from '../core/ports'
import { keepSettings, settingsOf } from './accountSettings'
import type { OpenPlace, Places } from './places'
import { appSentences } from './sentences'
import { Signal } from './signal'

const Selected = z.object({ profile: z.string(), region: z.string() })
const SELECTED = 'account.selected'
/** Where a rehearsal pretends to be: the region of the bundled prices. */
const REHEARSAL_REGION = 'us-east-1'

const SIGN_IN_AGAIN_MS = 30_000

export interface DeskParts {
  readonly store: Store
  readonly places: Places
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly beginInRehearsal: boolean
  /** Somebody is signed in: what waited for that may go on. */
  readonly onSignedIn: () => void
}

/** Which account we work in, and whether we are let in. Credentials stay with the adapters. */
export class AccountDesk {
  readonly view: Signal<AccountView>
  #triedAt = 0
  #underWay: Promise<void> = Promise.resolve()

  constructor(private readonly parts: DeskParts) {
    this.view = new Signal(this.#signingIn(this.#kept()))
  }

  /** Rehearsal first, then every profile of the AWS files, also those that cannot work as they are. */
  async profiles(): Promise<readonly ProfileView[]> {
    const { profiles, troubles } = await listProfiles(this.parts.clock.now())
    const broken = troubles.map((trouble): ProfileView => ({
      name: trouble.what,
      kind: 'unknown',
      region: null,
      trouble,
    }))
    return [
      { name: REHEARSAL, kind: 'rehearsal', region: REHEARSAL_REGION, trouble: null },
      ...profiles,
      ...broken,
    ]
  }

  async select(profile: string, region: string | null): Promise<void> {
    const chosen = region ?? (await this.#regionOf(profile))
    this.parts.store.putSetting(SELECTED, { profile, region: chosen })
    await this.#signIn({ profile, region: chosen })
  }

  /** Reads the files again and signs in anew. */
  async signInAgain(): Promise<void> {
    const { selected } = this.view.value
    const { places } = this.parts
    places.opened(selected.profile, selected.region)?.signIn?.forget()
    await this.#signIn(selected)
  }

  saveSettings(settings: AccountSettings): void {
    keepSettings(this.parts.store, this.view.value.selected.profile, settings)
    this.view.update({ settings })
  }

  /** The place we are signed in to; throws what to do where there is none. */
  place(): OpenPlace {
    const { selected, trouble } = this.view.value
    const place = this.parts.places.opened(selected.profile, selected.region)
    if (place && this.view.value.state === 'signed-in') return place
    throw operatorError(trouble ?? appSentences.notSignedIn())
  }

  /**
   * What the watch of an account met: a sign-in that has ended, or a network that is gone, shows there
   * first; and there it shows that all is well again.
   */
  seen(place: OpenPlace): void {
    const { identity, state } = this.view.value
    const { trouble } = place.observer.world()
    if (!this.#isStill(place) || state === 'signing-in') return
    if (!identity) return trouble ? undefined : this.#signInSoon()
    const isOut = trouble?.fate === 'wait'
    const expiresAt = place.signIn?.expiresAt() ?? null
    const now = { state: isOut ? 'trouble' : 'signed-in', trouble } as const
    const isSame = now.state === state && trouble?.code === this.view.value.trouble?.code
    if (!isSame || identity.expiresAt !== expiresAt)
      this.view.update({ ...now, identity: { ...identity, expiresAt } })
  }

  /** It did not work at first, a network that was not up yet, and AWS answers now. */
  #signInSoon(): void {
    const { clock } = this.parts
    if (clock.now() - this.#triedAt > SIGN_IN_AGAIN_MS) void this.#signIn(this.view.value.selected)
  }

  /** Resolves once nobody is being signed in, whatever came of it. */
  settled(): Promise<void> {
    return this.#underWay
  }

  #signIn(selected: z.infer<typeof Selected>): Promise<void> {
    this.#underWay = this.#enter(selected)
    return this.#underWay
  }

  async #enter(selected: z.infer<typeof Selected>): Promise<void> {
    const { places, ids, log } = this.parts
    this.#triedAt = this.parts.clock.now()
    this.view.set(this.#signingIn(selected))
    try {
      if (selected.profile === REHEARSAL) await places.reopenRehearsal()
      const place = await places.open(selected.profile, selected.region)
      const { view } = await identify({
        ...selected,
        cloud: place.cloud,
        expiresAt: () => place.signIn?.expiresAt() ?? null,
      })
      if (this.#isStill(selected))
        this.view.update({ state: 'signed-in', identity: view, trouble: null })
      place.observer.lookNow()
      this.parts.onSignedIn()
    } catch (thrown) {
      const { wire } = toOperatorError(thrown, ids.next().slice(0, 8))
      log.warn('signing in failed', { profile: selected.profile, code: wire.code })
      if (this.#isStill(selected))
        this.view.update({ state: 'trouble', identity: null, trouble: wire })
    }
  }

  /** The operator may have chosen another one meanwhile. */
  #isStill(selected: Pick<OpenPlace, 'profile' | 'region'>): boolean {
    const { profile, region } = this.view.value.selected
    return profile === selected.profile && region === selected.region
  }

  #signingIn(selected: z.infer<typeof Selected>): AccountView {
    return {
      selected,
      rehearsal: selected.profile === REHEARSAL,
      state: 'signing-in',
      identity: null,
      trouble: null,
      settings: settingsOf(this.parts.store, selected.profile),
    }
  }

  #kept(): z.infer<typeof Selected> {
    const kept = Selected.safeParse(this.parts.store.setting(SELECTED))
    const isKept = kept.success && !this.parts.beginInRehearsal
    return isKept ? kept.data : { profile: REHEARSAL, region: REHEARSAL_REGION }
  }

  async #regionOf(profile: string): Promise<string> {
    const found = (await this.profiles()).find(({ name }) => name === profile)
    if (!found) throw operatorError(sentences.profileMissing(profile))
    const region = Region.safeParse(found.region)
    if (!region.success) throw operatorError(appSentences.noRegion(profile))
    return region.data
  }
}
