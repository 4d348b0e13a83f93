import type { AwsAnswer, AwsFault } from './aws'

/** A fault in the rest-json protocol: type in the `x-amzn-errortype` header, `message` in the body. */
export function restJsonFault(
  fault: AwsFault,
  /** What the body calls the message: IVS says `exceptionMessage`. */
  messageMember = 'message',
): AwsAnswer {
  return {
    status: fault.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': fault.type },
    body: JSON.stringify({ [messageMember]: fault.message, ...fault.extra }),
  }
}
