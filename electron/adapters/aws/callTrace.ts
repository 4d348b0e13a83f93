import { AsyncLocalStorage } from 'node:async_hooks'
import type { CallTrace } from '../../core/journal'
import type { CallObserver } from './callObserver'

type Answered = Parameters<CallTrace['during']>[0]

/** Tells whose call each is, by the flow of the program: no step has to pass its name down to AWS. */
export class StepCalls implements CallTrace {
  readonly #within = new AsyncLocalStorage<Answered>()

  during<T>(answered: Answered, work: () => Promise<T>): Promise<T> {
    return this.#within.run(answered, work)
  }

  /** The same observer, which also tells the piece of work that a call belongs to. */
  observing(observer: CallObserver): CallObserver {
    return {
      onCallStart: (call) => observer.onCallStart?.(call),
      onCall: (call) => {
        const { operation, requestId } = call
        if (requestId !== null) this.#within.getStore()?.({ call: operation, id: requestId })
        observer.onCall?.(call)
      },
    }
  }
}
