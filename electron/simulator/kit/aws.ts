import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'

/** What a service is handed: one signed request, its scope read off the signature. */
export interface AwsRequest {
  readonly method: string
  /** Percent-encoded, as it came. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly region: string
  readonly accessKeyId: string
  readonly requestId: string
  /** The raw body, for a service that streams; read it once, or call `body`. */
  readonly stream: Readable
  /** The whole body, read once; more than `maxBytes` (1 MiB unless told the first time) is refused with 413. */
  body(maxBytes?: number): Promise<Uint8Array>
}

/** A stream is piped and, when the client goes away, destroyed. */
export interface AwsAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string | Readable
}

/** A fault as AWS would say it: thrown by a world, put on the wire by the service's protocol. */
export class AwsFault extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    /** Further members of the body, such as `validationErrors`. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}

export interface ThrottleLimit {
  readonly perSecond: number
  readonly burst: number
}

/** A call that one service of AWS makes of another, such as the target of a schedule. */
export interface InnerCall {
  readonly region: string
  readonly method: string
  /** Percent-encoded, without a query. */
  readonly path: string
  /** As parsed JSON; undefined: no body. */
  readonly body: unknown
  readonly requestId: string
}

export interface InnerReply {
  readonly status: number
  readonly body: unknown
}

/** One AWS service. The simulator finds it by the scope of the signature. */
export interface Service {
  /** The service name in the SigV4 scope, e.g. `medialive`, `ivs`, `s3`, `sts`. */
  readonly scope: string
  /** Absent: never throttled. */
  readonly limit?: ThrottleLimit
  /** The operation in AWS's own spelling (`CreateChannel`), which drills name; undefined: none, and `handle` refuses it. */
  operationOf(
    request: Pick<AwsRequest, 'method' | 'path' | 'query' | 'headers'>,
  ): string | undefined
  /** Where the operation is named in the body, as the query protocol does; asked when `operationOf` knows none. */
  operationInBody?(request: AwsRequest): Promise<string | undefined>
  handle(request: AwsRequest): AwsAnswer | Promise<AwsAnswer>
  /**
   * A call from inside AWS, carried out before it returns, so that it takes effect at the very moment
   * the clock has reached. Absent: nothing inside AWS calls this service. Throws an `AwsFault`.
   */
  invoke?(call: InnerCall): InnerReply
  /** The fault in the words of this service's protocol. */
  faultAnswer(fault: AwsFault, request: AwsRequest): AwsAnswer
  /** The fault this service throttles with. */
  throttled(): AwsFault
  /** Everything it holds, for `GET /_simulator/world`; stream keys are allowed there. */
  world(): unknown
  /** Whether something costs money or moves: keeps the simulator from ending by itself. */
  busy(): boolean
  /** JSON that `restore` takes; undefined when there is nothing worth keeping. */
  snapshot(): unknown
  restore(saved: unknown): void
  /** Back to an empty account. */
  reset(): void | Promise<void>
  close(): Promise<void>
}
