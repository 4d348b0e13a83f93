import type { Reply } from '../../../src/shared/contract/define'
import { profiles } from './builders.ts'
import type { Scene } from './scenes.ts'

type Listener = (event: unknown) => void

const MICROS_PER_DESTINATION = 142_000

const estimate = (draft: unknown) => {
  const count = (draft as { destinations: readonly unknown[] }).destinations.length
  return {
    perHourMicros: 839_000 + count * MICROS_PER_DESTINATION,
    idlePerHourMicros: 16_000,
    leastMicros: 163_000,
    ratesDatedAt: '2026-05-01',
    lines: [
      { what: 'MediaLive input, HD AVC ≤ 10 Mb/s', perHourMicros: 147_000 },
      { what: 'MediaLive output, HD AVC ≤ 10 Mb/s, 30 fps', perHourMicros: 692_000 },
      ...Array.from({ length: count }, (_, index) => ({
        what: `Traffic to destination ${index + 1}`,
        perHourMicros: MICROS_PER_DESTINATION,
      })),
    ],
    unknown: ['delivery to IVS viewers'],
  }
}

/** A scripted core: answers by table, tells one scene, remembers what it was asked. */
export class FakeBridge {
  readonly asked: { readonly channel: string; readonly input: unknown }[] = []
  readonly answers = new Map<string, (input: unknown) => Promise<Reply> | Reply>()
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #scene: Scene

  constructor(scene: Scene) {
    this.#scene = scene
    this.#answer('account.profiles', () => profiles)
    this.#answer('shows.estimate', estimate)
    this.#answer('shows.preflight', () => scene.preflight)
    this.#answer('shows.keysPresent', () => scene.keys)
    this.#answer('shows.create', () => ({ showId: 'show-1' }))
    this.#answer('shows.copyKey', () => ({ clearsAt: Date.now() + 30_000 }))
    this.#answer('sessions.prepare', () => ({ sessionId: 'session-1' }))
    this.#answer('sessions.startTake', () => ({ takeId: 'take-2' }))
    this.#answer('sessions.certificate', () => ({
      fileName: 'certificate-session-1',
      text: 'Nothing of this session is left in AWS.',
      json: '{}',
    }))
    this.#answer('sessions.revealIngestName', () => ({ name: 'a1b2c3d4-example-f9' }))
  }

  async call(channel: string, input: unknown): Promise<Reply> {
    this.asked.push({ channel, input })
    const answer = this.answers.get(channel)
    return answer ? await answer(input) : { ok: true, value: undefined }
  }

  listen(channel: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners.add(listener))
    listener(this.#first(channel))
    return () => listeners.delete(listener)
  }

  tell(channel: string, event: unknown): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(event)
  }

  /** What a command was sent with, newest last. */
  inputsOf(channel: string): readonly unknown[] {
    return this.asked.filter((call) => call.channel === channel).map((call) => call.input)
  }

  #answer(channel: string, value: (input: unknown) => unknown): void {
    this.answers.set(channel, (input) => ({ ok: true, value: value(input) }))
  }

  #first(channel: string): unknown {
    const { status, account, shows, sessions, drills, found } = this.#scene
    switch (channel) {
      case 'frame.status':
        return status
      case 'account.selected':
        return account
      case 'shows.all':
        return { kind: 'snapshot', items: shows }
      case 'sessions.all':
        return { kind: 'snapshot', items: sessions }
      case 'drills.armed':
        return drills
      case 'resources.found':
        return found
      default:
        throw new Error(`No feed is called ${channel}.`)
    }
  }
}
