import { memberOf, metadataOf } from './members'
import type { Scrubber } from './scrub'

export type ServiceName = 'MediaLive' | 'IVS' | 'S3' | 'STS' | 'Scheduler' | 'CloudWatch'

/**
 * What AWS or the network said, without anything that must not be seen: the SDK's own errors carry
 * the whole answer, and sometimes the request, so they are never kept.
 */
export class Fault extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly of: {
      readonly service: ServiceName
      readonly operation: string
      /** Node's or OpenSSL's code where nobody answered: `ECONNREFUSED`. */
      readonly code: string | null
      readonly status: number | null
      readonly requestId: string | null
    },
  ) {
    super(message)
  }
}

/** Reads an error of the SDK, of Node's network, or of anything else. */
export function faultOf(
  thrown: unknown,
  asked: { readonly service: ServiceName; readonly operation: string; readonly scrubber: Scrubber },
): Fault {
  const { service, operation, scrubber } = asked
  const message = [messageOf(thrown), ...validationErrorsOf(thrown)].join('; ')
  return new Fault(scrubber.scrub(nameOf(thrown)), scrubber.scrub(message), {
    service,
    operation,
    code: textOf(memberOf(thrown, 'code')) ?? textOf(memberOf(memberOf(thrown, 'cause'), 'code')),
    ...metadataOf(thrown),
  })
}

/** IVS says `exceptionMessage`, and the SDK then fills `message` with "UnknownError". */
function messageOf(thrown: unknown): string {
  const inIvsWords = textOf(memberOf(thrown, 'exceptionMessage'))
  return inIvsWords ?? textOf(memberOf(thrown, 'message')) ?? 'no message'
}

/** MediaLive's 422 names each member it dislikes. */
function validationErrorsOf(thrown: unknown): readonly string[] {
  const errors = memberOf(thrown, 'ValidationErrors')
  if (!Array.isArray(errors)) return []
  return errors.map((each) => {
    const path = textOf(memberOf(each, 'ElementPath'))
    const message = textOf(memberOf(each, 'ErrorMessage')) ?? 'not valid'
    return path === null ? message : `${path}: ${message}`
  })
}

const nameOf = (thrown: unknown) => textOf(memberOf(thrown, 'name')) ?? 'Error'

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null
