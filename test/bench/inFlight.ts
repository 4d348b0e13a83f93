import type { CallObserver } from '../../electron/adapters/aws/callObserver'

/** Calls that have no answer yet, of the SDK and of bare `fetch`; while there are any, time stands still. */
export class InFlight {
  #count = 0
  /** SDK calls by operation; what goes to the simulator's control surface is no call to AWS. */
  readonly calls = new Map<string, number>()
  readonly #fetch = globalThis.fetch

  constructor() {
    globalThis.fetch = (...words: Parameters<typeof fetch>) => this.#during(this.#fetch(...words))
  }

  count = (): number => this.#count

  get total(): number {
    return [...this.calls.values()].reduce((sum, one) => sum + one, 0)
  }

  readonly observer: CallObserver = {
    onCallStart: ({ operation }) => this.began(operation),
    onCall: () => this.ended(),
  }

  began(operation: string): void {
    this.#count++
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1)
  }

  ended(): void {
    this.#count--
  }

  close(): void {
    globalThis.fetch = this.#fetch
  }

  async #during(answer: Promise<Response>): Promise<Response> {
    this.#count++
    try {
      const response = await answer
      // The body is read here, so that time waits for all of it.
      const body = await response.arrayBuffer()
      return new Response(body, response)
    } finally {
      this.#count--
    }
  }
}
