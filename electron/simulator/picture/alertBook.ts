import type { SimulatorContext } from '../kit/context'
import type { AlertType } from '../medialive/alerts'
import type { Alert, PipelineId } from '../medialive/picturePort'

export interface AlertSubject {
  readonly alertType: AlertType
  readonly pipelineId: PipelineId
  /** Tells two alerts of one type apart: an input, an output. Never a stream key. */
  readonly subject: string
  readonly message: string
}

/** How many cleared alerts a channel keeps; the simulator's choice. */
const mostCleared = 100

/** The alerts of one channel: each is set once when its cause begins and cleared when it ends. */
export class AlertBook {
  readonly #set = new Map<string, Alert>()
  #cleared: readonly Alert[] = []

  constructor(
    private readonly channelId: string,
    private readonly context: Pick<SimulatorContext, 'clock' | 'events' | 'ids' | 'changed'>,
  ) {}

  /** Sets or clears; saying the same again changes nothing. */
  report(about: AlertSubject, isTrue: boolean): void {
    const key = `${about.alertType}/${about.pipelineId}/${about.subject}`
    const before = this.#set.get(key)
    if (isTrue && !before) this.#begin(key, about)
    if (!isTrue && before) this.#end(key, before)
  }

  /** Stopping a channel clears everything (MediaLive user guide, "Viewing alerts"). */
  clearAll(): void {
    for (const [key, alert] of this.#set) this.#end(key, alert)
  }

  /** The pipeline is gone, and its troubles with it. */
  clearPipeline(pipelineId: PipelineId): void {
    for (const [key, alert] of this.#set) if (alert.pipelineId === pipelineId) this.#end(key, alert)
  }

  /** How many are set now. */
  countOf(pipelineId: PipelineId): number {
    let count = 0
    for (const alert of this.#set.values()) if (alert.pipelineId === pipelineId) count += 1
    return count
  }

  /** Newest first. */
  list(): readonly Alert[] {
    return [...this.#set.values(), ...this.#cleared].toSorted((a, b) => b.setAt - a.setAt)
  }

  /** Takes up what was listed before; what was still set then is cleared now. */
  restore(alerts: readonly Alert[]): void {
    const clearedAt = this.context.clock.now()
    const over = alerts.map((alert): Alert =>
      alert.state === 'SET' ? { ...alert, state: 'CLEARED', clearedAt } : alert,
    )
    this.#cleared = over.slice(0, mostCleared)
  }

  #begin(key: string, { alertType, pipelineId, message }: AlertSubject): void {
    const alert: Alert = {
      id: this.context.ids.uuid('alert'),
      alertType,
      message,
      pipelineId,
      state: 'SET',
      setAt: this.context.clock.now(),
      clearedAt: undefined,
    }
    this.#set.set(key, alert)
    this.#tell('alert-set', alert)
  }

  #end(key: string, alert: Alert): void {
    this.#set.delete(key)
    const cleared: Alert = { ...alert, state: 'CLEARED', clearedAt: this.context.clock.now() }
    this.#cleared = [cleared, ...this.#cleared].slice(0, mostCleared)
    this.#tell('alert-cleared', cleared)
  }

  #tell(kind: string, { id, alertType, message, pipelineId }: Alert): void {
    const { channelId } = this
    this.context.events.append(kind, { channelId, id, alertType, message, pipelineId })
    this.context.changed()
  }
}
