import type { LearntAwsTime } from './awsTime'
import type { ServiceName } from './faultFacts'
import { memberOf, metadataOf } from './members'

/** One call to AWS, when it is over. `status` is null where no answer came. */
export interface AwsCall {
  readonly service: ServiceName
  readonly operation: string
  readonly startedAt: number
  readonly ms: number
  readonly status: number | null
  readonly requestId: string | null
  /** AWS's or Node's name of the error: `ConflictException`, `ECONNREFUSED`. */
  readonly error?: string
}

/** Told of every call. Counts them, and lets a test's clock know that somebody is waiting. */
export interface CallObserver {
  onCallStart?(call: Pick<AwsCall, 'service' | 'operation' | 'startedAt'>): void
  onCall?(call: AwsCall): void
}

type Handler = (args: object) => Promise<{ readonly response: unknown; readonly output: unknown }>
interface Context {
  /** `CreateChannelCommand` */
  readonly commandName?: string
}

/** As much of the SDK's middleware stack as we use; each client has it with types of its own. */
interface MiddlewareStack {
  add(
    middleware: (next: Handler, context: Context) => Handler,
    options: { readonly step: string; readonly name: string; readonly priority: string },
  ): void
}

export interface Watch {
  readonly now: () => number
  readonly time: LearntAwsTime
  readonly observer: CallObserver
  /** What leaves the client instead of the SDK's error. */
  readonly inWords: (thrown: unknown, of: { service: ServiceName; operation: string }) => Error
}

interface Watched {
  readonly service: ServiceName
  readonly client: { readonly middlewareStack: unknown }
}

/**
 * Lets the observer know of every call of this client, and the clock of every `Date` header; and
 * puts every error into the operator's words, so that none of the SDK's leaves the client.
 */
export function watchCalls({ service, client }: Watched, watch: Watch): void {
  // The stacks of the clients differ only in the types of their commands.
  const stack = client.middlewareStack as MiddlewareStack
  stack.add(
    (next, context) => (args) => {
      const operation = (context.commandName ?? 'a call').replace(/Command$/, '')
      return observed(watch, { service, operation }, () => next(args))
    },
    { step: 'initialize', name: 'tallylightCalls', priority: 'high' },
  )
  stack.add((next) => (args) => timed(watch, () => next(args)), {
    step: 'deserialize',
    name: 'tallylightTime',
    priority: 'low',
  })
}

/** Around the bare exchange, under the deserializer: also refusals carry the time. */
async function timed({ now, time }: Watch, send: () => ReturnType<Handler>) {
  const sentAt = now()
  const answer = await send()
  const date = dateOf(answer.response)
  if (date !== undefined) time.learn({ date, sentAt, receivedAt: now() })
  return answer
}

async function observed(
  { now, observer, inWords }: Watch,
  of: { readonly service: ServiceName; readonly operation: string },
  send: () => ReturnType<Handler>,
) {
  const call = { ...of, startedAt: now() }
  observer.onCallStart?.(call)
  const ended = (answer: unknown, error?: { readonly error: string }) =>
    observer.onCall?.({ ...call, ms: now() - call.startedAt, ...metadataOf(answer), ...error })
  try {
    const answer = await send()
    ended(answer.output)
    return answer
  } catch (thrown) {
    ended(thrown, { error: errorNameOf(thrown) })
    throw inWords(thrown, of)
  }
}

function errorNameOf(thrown: unknown): string {
  const code = memberOf(thrown, 'code')
  if (typeof code === 'string') return code
  return thrown instanceof Error ? thrown.name : 'Error'
}

function dateOf(response: unknown): number | undefined {
  const header = memberOf(memberOf(response, 'headers'), 'date')
  const date = typeof header === 'string' ? Date.parse(header) : Number.NaN
  return Number.isNaN(date) ? undefined : date
}
