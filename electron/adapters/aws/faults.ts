import { OperatorError, operatorError, type Sentence } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import { type Fault, faultOf, type ServiceName } from './faultFacts'
import type { Scrubber } from './scrub'

/** Who asked for what: the words an operator needs to act on an error. */
export interface Asked {
  readonly service: ServiceName
  readonly operation: string
  readonly profile: string
  readonly scrubber: Scrubber
}

/** The border between AWS's words and the operator's. What is in ours already passes unchanged. */
export function inOperatorWords(thrown: unknown, asked: Asked): OperatorError {
  if (thrown instanceof OperatorError) return thrown
  const fault = faultOf(thrown, asked)
  return operatorError(sentenceOf(fault, asked.profile), {
    cause: fault,
    reference: fault.of.requestId ?? undefined,
  })
}

/** The first reader that knows the fault decides; the order is from the particular to the general. */
function sentenceOf(fault: Fault, profile: string): Sentence {
  return (
    credentialFault(fault, profile) ??
    quotaFault(fault) ??
    throttleFault(fault) ??
    accessFault(fault, profile) ??
    conflict(fault) ??
    goneFault(fault) ??
    refusal(fault) ??
    networkFault(fault) ??
    sentences.awsUnforeseen(fault.of.operation, `${fault.name}: ${fault.message}`)
  )
}

const expired = new Set(['ExpiredTokenException', 'ExpiredToken', 'TokenRefreshRequired'])
const unknownKeys = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidToken',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'MissingAuthenticationTokenException',
  'MissingAuthenticationToken',
  'IncompleteSignature',
  'AuthFailure',
])
const skewed = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'])

/** The words of a refused signature where only the clock is wrong (Signature Version 4, troubleshooting). */
const skewWords = /signature (?:expired|not yet current)|\bis now (?:earlier|later) than\b/i

function credentialFault({ name, message }: Fault, profile: string): Sentence | undefined {
  if (expired.has(name)) return sentences.credentialsExpired(profile)
  if (skewed.has(name)) return sentences.clockWrong()
  if (unknownKeys.has(name)) {
    return skewWords.test(message) ? sentences.clockWrong() : sentences.credentialsRefused(profile)
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    // Whoever gives out the credentials could not be reached; only the words have kept that.
    return networkWords.test(message)
      ? sentences.noConnection('sign-in')
      : sentences.signInFailed(profile, message)
  }
  return undefined
}

const networkWords = /\b(?:ENOTFOUND|EAI_AGAIN|ECONN[A-Z]+|ENET[A-Z]+|EHOST[A-Z]+|ETIMEDOUT)\b/

const quotas = new Set([
  'LimitExceededException',
  'ServiceQuotaExceededException',
  'TooManyBuckets',
])
/** MediaLive's model has no error of its own for a quota: the words have to tell it from throttling. */
const quotaWords =
  /\bquota\b|maximum number of|(?<!\b(?:request|rate) )\blimit (?:was |has been )?(?:exceeded|reached)/i

function quotaFault({ name, message, of }: Fault): Sentence | undefined {
  const creates = of.operation.startsWith('Create')
  const isQuota =
    quotas.has(name) ||
    of.status === 402 ||
    (creates && of.status !== 403 && quotaWords.test(message))
  return isQuota ? sentences.quotaReached(of.service, message) : undefined
}

const throttles =
  /^(?:Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|BandwidthLimit)/

const throttleFault = ({ name, of }: Fault): Sentence | undefined =>
  throttles.test(name) || of.status === 429 ? sentences.awsBusy(of.service) : undefined

/** S3's actions are not called like its operations (service authorization reference). */
const s3Actions: Readonly<Record<string, string>> = {
  HeadBucket: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  DeleteObjects: 's3:DeleteObject',
}

/** The IAM action that a call needs: what AWS named, or else what the operation is called. */
export function actionOf(fault: Pick<Fault, 'message' | 'of'>): string {
  const named = /perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(fault.message)?.[1]
  const { service, operation } = fault.of
  return named ?? s3Actions[operation] ?? `${service.toLowerCase()}:${operation}`
}

function accessFault(fault: Fault, profile: string): Sentence | undefined {
  if (fault.name === 'PendingVerification') return sentences.accountPending(fault.of.service)
  const denied =
    fault.of.status === 403 ||
    /^(?:AccessDenied|Forbidden|NotAuthorized|Unauthorized)/.test(fault.name)
  return denied ? sentences.accessDenied(profile, actionOf(fault)) : undefined
}

function conflict({ name, message, of }: Fault): Sentence | undefined {
  // Both mean that somebody else's write came in between (S3 user guide, "Conditional requests").
  if (of.service === 'S3' && isConditional(name, of.status)) return sentences.claimConditionFailed()
  if (of.status !== 409) return undefined
  if (of.service === 'IVS') return sentences.ivsStillLive()
  if (of.service === 'Scheduler') return sentences.safetyStopExists()
  if (/already attached/i.test(message)) return sentences.inputTaken()
  if (of.operation === 'DeleteInput') return sentences.inputBusy()
  if (of.operation === 'DeleteInputSecurityGroup') return sentences.securityGroupInUse()
  return sentences.channelBusy(of.operation)
}

const isConditional = (name: string, status: number | null) =>
  status === 412 || name === 'PreconditionFailed' || name === 'ConditionalRequestConflict'

/** By the end of an operation's name, the longer first. */
const subjects: readonly (readonly [RegExp, string])[] = [
  [/InputSecurityGroups?$/, 'The input security group'],
  [/Inputs?$/, 'The input'],
  [/(?:Channels?|Alerts)$/, 'The channel'],
  [/(?:Stream|Streams|StreamKeys?)$/, 'The stream'],
  [/Schedules?$/, 'The safety stop'],
  [/(?:Objects?|ObjectsV2|Bucket)$/, 'The recording'],
]

const subjectOf = (operation: string) =>
  subjects.find(([pattern]) => pattern.test(operation))?.[1] ?? 'The resource'

const goneFault = ({ name, of }: Fault): Sentence | undefined =>
  of.status === 404 || /^(?:ResourceNotFound|NotFound|NoSuch|ChannelNotBroadcasting)/.test(name)
    ? sentences.resourceGone(subjectOf(of.operation))
    : undefined

const isServerFault = ({ of }: Fault) => of.status !== null && of.status >= 500 && of.status !== 501

function refusal(fault: Fault): Sentence | undefined {
  const { message, of } = fault
  if (of.service === 'Scheduler' && /\brole\b/i.test(message))
    return sentences.safetyRoleRefused(message)
  if (isServerFault(fault)) return sentences.awsTrouble(of.service)
  if (of.status === 400 || of.status === 422) return sentences.awsRefused(of.operation, message)
  return undefined
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'EADDRNOTAVAIL',
  'EPROTO',
  'EMFILE',
  'ENFILE',
  'ERR_STREAM_PREMATURE_CLOSE',
])
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS|HOSTNAME_MISMATCH/

/** Nobody answered, or not AWS. */
function networkFault({ name, message, of }: Fault): Sentence | undefined {
  const { code, service } = of
  if (code !== null && untrusted.test(code)) return sentences.untrustedConnection(service)
  // Before the name: the SDK calls a connection that was cut a time-out, too.
  if (code !== null && unreachable.has(code)) return sentences.noConnection(service)
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') return sentences.noAnswer(service)
  if (/socket hang up|aborted/.test(message)) return sentences.noConnection(service)
  // The SDK could not parse what came: a log-in page, most often.
  return name === 'SyntaxError' ? sentences.strangeAnswer(service) : undefined
}
