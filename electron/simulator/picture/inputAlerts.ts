import type { AlertType } from '../medialive/alerts'
import type { PipelineId } from '../medialive/picturePort'
import type { AlertBook } from './alertBook'

/** Sound missing for so long is told; how long MediaLive waits is not documented. */
export const soundLossMs = 3_000

/** What is known of an input at this moment. */
export interface InputFacts {
  readonly inputId: string
  /** The channel has hardly begun to run: nothing is missed yet. */
  readonly isNew: boolean
  readonly isPublishing: boolean
  /** One arrived within the time after which it counts as lost. */
  readonly hasPicture: boolean
  /** Some arrived within `soundLossMs`. */
  readonly hasSound: boolean
  readonly isBlack: boolean
  readonly isDoublyPublished: boolean
}

/** The alerts of one pipeline on what comes in, in the words and at the times of either picture. */
export class InputAlerts {
  #told: ReadonlySet<string> = new Set()

  constructor(
    private readonly book: AlertBook,
    private readonly pipelineId: PipelineId,
  ) {}

  /** Looks at the inputs that matter now; what others were told of is cleared. */
  report(watched: readonly InputFacts[]): void {
    const ids = new Set(watched.map(({ inputId }) => inputId))
    for (const inputId of this.#told) if (!ids.has(inputId)) this.#tell(inputId, new Set())
    this.#told = ids
    for (const facts of watched) this.#tell(facts.inputId, troublesOf(facts))
  }

  /** The input on air is the second of its pair; undefined: it is not. */
  reportFailover(failedId: string | undefined, activeId: string): void {
    const message = `Input ${failedId ?? ''} failed over to ${activeId}`
    const about = { alertType: 'Input Failed Over', pipelineId: this.pipelineId } as const
    this.book.report({ ...about, subject: 'failover', message }, failedId !== undefined)
  }

  reportPause(isPaused: boolean): void {
    const about = { alertType: 'Pipeline is Paused', pipelineId: this.pipelineId } as const
    const message = `Pipeline ${this.pipelineId} is paused`
    this.book.report({ ...about, subject: 'pause', message }, isPaused)
  }

  /** The name of a push input is as good as a password: messages say the input's id. */
  #tell(inputId: string, troubles: ReadonlySet<AlertType>): void {
    for (const [alertType, what] of words) {
      const message = `Input ${inputId}: ${what}`
      const about = { alertType, pipelineId: this.pipelineId, subject: inputId, message }
      this.book.report(about, troubles.has(alertType))
    }
  }
}

const words = new Map<AlertType, string>([
  ['RTMP Stream Not Found', 'nobody publishes to it'],
  ['Video Not Detected', 'no video arrives'],
  ['RTMP Has No Audio/Video', 'the stream carries neither sound nor picture'],
  ['Audio Not Detected', 'no audio arrives'],
  ['Black Video Detected', 'the picture is black'],
  ['Input Double-Publishing Detected', 'a second publisher was turned away'],
])

function troublesOf(of: InputFacts): ReadonlySet<AlertType> {
  const { isNew, isPublishing, hasPicture, hasSound } = of
  const facts: readonly (readonly [AlertType, boolean])[] = [
    ['RTMP Stream Not Found', !isNew && !isPublishing],
    ['Video Not Detected', !isNew && !hasPicture],
    ['RTMP Has No Audio/Video', !isNew && isPublishing && !hasPicture && !hasSound],
    ['Audio Not Detected', isPublishing && hasPicture && !hasSound],
    ['Black Video Detected', of.isBlack],
    ['Input Double-Publishing Detected', of.isDoublyPublished],
  ]
  return new Set(facts.flatMap(([alertType, isTrue]) => (isTrue ? [alertType] : [])))
}
