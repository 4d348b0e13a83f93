import type { ClientName, ServiceName } from './conformanceFlow'

/** What came of one call, in the same words for every client. */
export type Answer =
  | {
      readonly kind: 'ok'
      /** Undefined where the client does not show it. */
      readonly status: number | undefined
      readonly output: unknown
    }
  | {
      readonly kind: 'refused'
      readonly error: string
      readonly status: number | undefined
      readonly message: string
    }
  /** The client's own model does not know the call, or a member of it: nothing was sent. */
  | { readonly kind: 'lacks'; readonly what: string }

/** Refused because it is not there; a client that shows no status names it. */
export const isMissing = (answer: Answer): boolean =>
  answer.kind === 'refused' &&
  (answer.status === undefined ? /NotFound|^NoSuch/.test(answer.error) : answer.status === 404)

export interface DriverCall {
  readonly service: ServiceName
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
}

/** A client of AWS that is told what to call by name. */
export interface Driver {
  readonly client: ClientName
  /** As it is printed, with its version. */
  readonly version: string
  call(call: DriverCall): Promise<Answer>
  /** Undefined: this client cannot. */
  presign?(
    operation: 'GetObject' | 'PutObject',
    input: Readonly<Record<string, unknown>>,
    expiresInSeconds: number,
  ): Promise<string>
  close(): Promise<void>
}

/** Where a client calls; no endpoint: AWS itself, with the credentials that are found there. */
export interface Place {
  readonly endpoint: string | undefined
  readonly region: string
}

export const rehearsalKeys = { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' } as const

/** The name of an error in one spelling. A HEAD request has no body to name it: clients make up names. */
export function errorName(name: string, status: number | undefined): string {
  const made: Readonly<Record<number, string>> = {
    404: 'NotFound',
    412: 'PreconditionFailed',
    403: 'Forbidden',
    304: 'NotModified',
  }
  // CloudWatch's query protocol has its own name for what JSON calls a ValidationException.
  if (name === 'ValidationError') return 'ValidationException'
  const isMadeUp = /^\d{3}$/.test(name) || name === 'Unknown' || name === 'UnknownError'
  return (isMadeUp && status !== undefined && made[status]) || name
}
