import { isKeyframe } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import type { Failover } from '../medialive/picturePort'
import { type FailoverSide, healthAfter, healthAtStart, sideAfter } from './failover'
import type { InputLine } from './inputLine'
import type { Program } from './program'

export interface InputDeskOptions {
  readonly program: Program
  readonly lines: readonly InputLine[]
  /** The attachment on air from the start. */
  readonly attachmentName: string
  readonly now: () => number
  /** Told when another input's picture goes out, or the slate in its stead. */
  readonly onAir: (line: InputLine, why: 'switch' | 'failover') => void
}

const bothWell = { primary: healthAtStart, secondary: healthAtStart }

/**
 * Decides which input of a pipeline is on air: the one the schedule has chosen or, of a failover
 * pair, the one that is healthy. A change comes at the next keyframe of the input that has a picture,
 * and at once to one that has none.
 */
export class InputDesk {
  /** What the schedule has chosen. */
  #chosen: InputLine | undefined
  #onAir: InputLine | undefined
  /** Waited for, until its keyframe. */
  #next: { readonly line: InputLine; readonly why: 'switch' | 'failover' } | undefined
  #health = bothWell

  constructor(private readonly options: InputDeskOptions) {
    this.#chosen = this.#named(options.attachmentName) ?? options.lines[0]
    this.#onAir = this.#chosen
  }

  /** On air, or about to be. */
  get active(): InputLine | undefined {
    return this.#next?.line ?? this.#onAir
  }

  /** The one the schedule has chosen, on air or not. */
  get primary(): InputLine | undefined {
    return this.#chosen
  }

  get isPrimaryActive(): boolean {
    return this.active === this.#chosen
  }

  /** Those whose failures are the channel's: the one chosen and the other of its pair. */
  get watched(): readonly InputLine[] {
    const secondary = this.#pair()?.secondary
    return [this.#chosen, secondary].filter((line) => line !== undefined)
  }

  /** False when there is no such attachment. */
  choose(attachmentName: string): boolean {
    const line = this.#named(attachmentName)
    if (!line) return false
    this.#chosen = line
    this.#health = bothWell
    this.#go(line, 'switch')
    return true
  }

  begins(line: InputLine): void {
    if (line === this.#onAir) this.options.program.feedBegins()
  }

  take(line: InputLine, tag: MediaTag): void {
    const { program } = this.options
    if (this.#next?.line === line && isKeyframe(tag) && line.latestHeaders.hasVideo) {
      this.#arrive()
      program.cut(line.latestHeaders.all(), tag)
    } else if (line === this.#onAir) program.feedTag(tag)
  }

  tick(): void {
    if (this.#next && !this.#next.line.hasPicture) this.#arriveWithout(this.#next.line)
    const pair = this.#pair()
    if (pair) this.#fail(pair)
  }

  #fail({ primary, secondary, failover }: Pair): void {
    const rule = { failover, now: this.options.now() }
    const before = this.#health
    this.#health = {
      primary: healthAfter(before.primary, primary.observe(), rule),
      secondary: healthAfter(before.secondary, secondary.observe(), rule),
    }
    const active: FailoverSide = this.active === secondary ? 'secondary' : 'primary'
    const side = sideAfter(active, this.#health, failover.preference)
    if (side !== active) this.#go(side === 'primary' ? primary : secondary, 'failover')
  }

  #go(line: InputLine, why: 'switch' | 'failover'): void {
    if (line === this.active) return
    this.#next = line === this.#onAir ? undefined : { line, why }
    if (this.#next && !line.hasPicture) this.#arriveWithout(line)
  }

  #arriveWithout(line: InputLine): void {
    this.#arrive()
    this.options.program.expect(line.latestHeaders.all())
  }

  #arrive(): void {
    if (!this.#next) return
    const { line, why } = this.#next
    this.#next = undefined
    this.#onAir = line
    this.options.onAir(line, why)
  }

  #pair(): Pair | undefined {
    const primary = this.#chosen
    const failover = primary?.failover
    const secondary = this.options.lines.find(
      ({ inputId }) => inputId === failover?.secondaryInputId,
    )
    return primary && secondary && failover && { primary, secondary, failover }
  }

  #named(attachmentName: string): InputLine | undefined {
    return this.options.lines.find((line) => line.attachmentName === attachmentName)
  }
}

interface Pair {
  readonly primary: InputLine
  readonly secondary: InputLine
  readonly failover: Failover
}
