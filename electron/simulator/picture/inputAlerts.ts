import type { AlertType } from '../medialive/alerts'
import type { PipelineId } from '../medialive/picturePort'
import type { AlertBook } from './alertBook'
import type { InputLine } from './inputLine'
import { inputLossMs } from './program'

/** Sound missing for so long is told; how long MediaLive waits is not documented. */
const soundLossMs = 3_000

/** The alerts of the inputs of one pipeline. */
export class InputAlerts {
  #told = new Set<InputLine>()

  constructor(
    private readonly book: AlertBook,
    private readonly pipelineId: PipelineId,
  ) {}

  /** Looks at the inputs that matter now; what others were told of is cleared. */
  report(watched: readonly InputLine[], runningMs: number): void {
    const pushed = watched.filter(({ isPush }) => isPush)
    for (const line of this.#told) if (!pushed.includes(line)) this.#tell(line, new Set())
    this.#told = new Set(pushed)
    for (const line of pushed) this.#tell(line, troublesOf(line, runningMs))
  }

  /** The input on air is the second of its pair; undefined: it is not. */
  reportFailover(failed: InputLine | undefined, activeName: string): void {
    const message = `Input ${failed?.inputId ?? ''} failed over to ${activeName}`
    const about = { alertType: 'Input Failed Over', pipelineId: this.pipelineId } as const
    this.book.report({ ...about, subject: 'failover', message }, failed !== undefined)
  }

  /** The name of a push input is as good as a password: messages say the input's id. */
  #tell({ inputId }: InputLine, troubles: ReadonlySet<AlertType>): void {
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

function troublesOf(line: InputLine, runningMs: number): ReadonlySet<AlertType> {
  const { isPublishing, hasPicture, isDoublyPublished } = line
  const { silenceMs, blackMs } = line.observe()
  const isNew = runningMs < inputLossMs
  const hasSound = silenceMs < soundLossMs
  const facts: readonly (readonly [AlertType, boolean])[] = [
    ['RTMP Stream Not Found', !isNew && !isPublishing],
    ['Video Not Detected', !isNew && !hasPicture],
    ['RTMP Has No Audio/Video', !isNew && isPublishing && !hasPicture && !hasSound],
    ['Audio Not Detected', isPublishing && hasPicture && !hasSound],
    ['Black Video Detected', blackMs > 0],
    ['Input Double-Publishing Detected', isDoublyPublished],
  ]
  return new Set(facts.flatMap(([alertType, isTrue]) => (isTrue ? [alertType] : [])))
}
