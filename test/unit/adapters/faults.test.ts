import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type Asked, inOperatorWords } from '../../../electron/adapters/aws/faults'
import { Scrubber } from '../../../electron/adapters/aws/scrub'
import { type Fate, operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'

interface AwsWords {
  readonly name: string
  readonly status?: number
  readonly message?: string
  readonly more?: object
}

/** An error as the SDK makes it, with all it carries. */
const sdkError = ({ name, status, message = 'as AWS says', more = {} }: AwsWords) =>
  Object.assign(new Error(message), {
    name,
    $fault: 'client',
    ...(status ? { $metadata: { httpStatusCode: status, requestId: 'request-1' } } : {}),
    ...more,
  })

const asked = (of: Partial<Asked> = {}): Asked => ({
  service: 'MediaLive',
  operation: 'CreateChannel',
  profile: 'producer',
  scrubber: new Scrubber(),
  ...of,
})
const wordsFor = (words: AwsWords, of: Partial<Asked> = {}) =>
  inOperatorWords(sdkError(words), asked(of)).wire

describe('an error of AWS', () => {
  it.each<[string, AwsWords, Partial<Asked>, string, Fate]>([
    [
      'an expired token',
      { name: 'ExpiredTokenException', status: 403 },
      {},
      'credentials.expired',
      'wait',
    ],
    [
      'an expired token of S3',
      { name: 'ExpiredToken', status: 400 },
      { service: 'S3' },
      'credentials.expired',
      'wait',
    ],
    [
      'an unknown key',
      { name: 'UnrecognizedClientException', status: 403 },
      {},
      'credentials.refused',
      'wait',
    ],
    [
      'an invalid key id',
      { name: 'InvalidClientTokenId', status: 403 },
      { service: 'STS' },
      'credentials.refused',
      'wait',
    ],
    [
      'a wrong secret',
      { name: 'InvalidSignatureException', status: 403 },
      {},
      'credentials.refused',
      'wait',
    ],
    [
      'a signature from the wrong time',
      {
        name: 'InvalidSignatureException',
        status: 403,
        message: 'Signature expired: 2026 is now earlier than 2027',
      },
      {},
      'credentials.clock',
      'retry',
    ],
    [
      'a skewed clock',
      { name: 'RequestTimeTooSkewed', status: 403 },
      { service: 'S3' },
      'credentials.clock',
      'retry',
    ],
    [
      'missing permission',
      { name: 'AccessDeniedException', status: 403 },
      {},
      'access.denied',
      'wait',
    ],
    [
      'missing permission of MediaLive',
      { name: 'ForbiddenException', status: 403 },
      {},
      'access.denied',
      'wait',
    ],
    [
      'an answer to HEAD without words',
      { name: '403', status: 403 },
      { service: 'S3', operation: 'HeadBucket' },
      'access.denied',
      'wait',
    ],
    [
      'an unverified account',
      { name: 'PendingVerification', status: 403 },
      { service: 'IVS' },
      'access.pending',
      'wait',
    ],
    ['throttling', { name: 'TooManyRequestsException', status: 429 }, {}, 'aws.busy', 'retry'],
    [
      'throttling of IVS',
      { name: 'ThrottlingException', status: 429 },
      { service: 'IVS' },
      'aws.busy',
      'retry',
    ],
    ['throttling of S3', { name: 'SlowDown', status: 503 }, { service: 'S3' }, 'aws.busy', 'retry'],
    [
      'a quota of IVS',
      { name: 'ServiceQuotaExceededException', status: 402 },
      { service: 'IVS' },
      'aws.quota',
      'undo',
    ],
    [
      'a quota said by name',
      { name: 'LimitExceededException', status: 400 },
      {},
      'aws.quota',
      'undo',
    ],
    [
      'a quota said in words only',
      {
        name: 'TooManyRequestsException',
        status: 429,
        message: 'You have reached the maximum number of channels',
      },
      {},
      'aws.quota',
      'undo',
    ],
    [
      'a resource limit',
      { name: 'BadRequestException', status: 400, message: 'Resource limit exceeded: 5 channels' },
      {},
      'aws.quota',
      'undo',
    ],
    [
      'a request limit, which is no quota',
      {
        name: 'TooManyRequestsException',
        status: 429,
        message: 'Request limit exceeded on create channel calls',
      },
      {},
      'aws.busy',
      'retry',
    ],
    [
      'an internal error',
      { name: 'InternalServerErrorException', status: 500 },
      {},
      'aws.trouble',
      'retry',
    ],
    [
      'a gateway timeout',
      { name: 'GatewayTimeoutException', status: 504 },
      {},
      'aws.trouble',
      'retry',
    ],
    [
      'an input attached elsewhere',
      { name: 'ConflictException', status: 409, message: 'inputId=7 is already attached' },
      {},
      'input.taken',
      'retry',
    ],
    [
      'a busy input',
      { name: 'ConflictException', status: 409 },
      { operation: 'DeleteInput' },
      'input.busy',
      'retry',
    ],
    [
      'a group in use',
      { name: 'ConflictException', status: 409 },
      { operation: 'DeleteInputSecurityGroup' },
      'security-group.in-use',
      'retry',
    ],
    [
      'a busy channel',
      { name: 'ConflictException', status: 409 },
      { operation: 'StartChannel' },
      'channel.busy',
      'retry',
    ],
    [
      'a live IVS channel',
      { name: 'ConflictException', status: 409 },
      { service: 'IVS', operation: 'DeleteChannel' },
      'ivs.still-live',
      'retry',
    ],
    [
      'something gone',
      { name: 'NotFoundException', status: 404 },
      { operation: 'StartChannel' },
      'resource.gone',
      'undo',
    ],
    [
      'something not valid',
      { name: 'UnprocessableEntityException', status: 422 },
      {},
      'aws.refused',
      'undo',
    ],
    ['a bad request', { name: 'BadRequestException', status: 400 }, {}, 'aws.refused', 'undo'],
    [
      'what is not simulated',
      { name: 'NotImplemented', status: 501 },
      {},
      'aws.unforeseen',
      'park',
    ],
    [
      'something never heard of',
      { name: 'TeapotException', status: 418 },
      {},
      'aws.unforeseen',
      'park',
    ],
    [
      'a sign-in that gave nothing',
      { name: 'CredentialsProviderError' },
      {},
      'profile.failed',
      'wait',
    ],
    [
      'a sign-in service out of reach',
      { name: 'CredentialsProviderError', message: 'getaddrinfo ENOTFOUND oidc.example.com' },
      {},
      'network.unreachable',
      'retry',
    ],
    [
      'a refused connection',
      { name: 'Error', more: { code: 'ECONNREFUSED' } },
      {},
      'network.unreachable',
      'retry',
    ],
    [
      'a name that does not resolve',
      { name: 'Error', more: { code: 'ENOTFOUND' } },
      {},
      'network.unreachable',
      'retry',
    ],
    [
      'a cut connection',
      { name: 'TimeoutError', more: { code: 'ECONNRESET' } },
      {},
      'network.unreachable',
      'retry',
    ],
    ['no answer', { name: 'TimeoutError' }, {}, 'network.timeout', 'retry'],
    [
      'a log-in page',
      { name: 'SyntaxError', message: 'Unexpected token <' },
      {},
      'network.strange-answer',
      'retry',
    ],
    [
      'a proxy’s certificate',
      { name: 'Error', more: { code: 'SELF_SIGNED_CERT_IN_CHAIN' } },
      {},
      'network.untrusted',
      'wait',
    ],
  ])('says %s in words with a fate', (_, words, of, code, fate) => {
    expect(wordsFor(words, of)).toMatchObject({ code, fate })
  })

  it('names the action that is not allowed, as AWS said it', () => {
    const message =
      'User: arn:aws:iam::111122223333:user/x is not authorized to perform: iam:PassRole on resource: y'
    expect(wordsFor({ name: 'AccessDeniedException', status: 403, message }).what).toContain(
      'iam:PassRole',
    )
  })

  it('names the action by the operation where AWS did not, S3’s by S3’s own names', () => {
    const denied = { name: 'AccessDenied', status: 403 }
    expect(wordsFor(denied).what).toContain('medialive:CreateChannel')
    const s3 = { service: 'S3', operation: 'ListObjectsV2' } as const
    expect(wordsFor(denied, s3).what).toContain('s3:ListBucket')
  })

  it('repeats every member that MediaLive disliked', () => {
    const more = { ValidationErrors: [{ ElementPath: 'outputGroups[0]', ErrorMessage: 'is odd' }] }
    const wire = wordsFor({ name: 'UnprocessableEntityException', status: 422, more })
    expect(wire.why).toBe('as AWS says; outputGroups[0]: is odd')
  })

  it('repeats what IVS says, which the SDK does not call message', () => {
    const more = { exceptionMessage: 'the real words' }
    const wire = wordsFor({
      name: 'ValidationException',
      status: 400,
      message: 'UnknownError',
      more,
    })
    expect(wire.why).toBe('the real words')
  })

  it('carries the request id as reference', () => {
    expect(wordsFor({ name: 'NotFoundException', status: 404 }).reference).toBe('request-1')
  })

  it('lets pass what is in the operator’s words already', () => {
    const said = operatorError(sentences.keyMissing('youtube'))
    expect(inOperatorWords(said, asked())).toBe(said)
  })
})

describe('a secret', () => {
  const key = 'canary-key-öé"1234'
  const secret = 'CanarySecretAccessKey0123456789'
  const scrubber = new Scrubber()
  scrubber.remember(key)
  scrubber.remember(secret)

  it('is in nothing that an error says, shows or carries', () => {
    const message = `bad StreamName ${key} (${encodeURIComponent(key)}) signed with ${secret}`
    const thrown = sdkError({
      name: 'UnprocessableEntityException',
      status: 422,
      message,
      more: {
        $response: { body: key, headers: { authorization: secret } },
        input: { Destinations: [{ Settings: [{ StreamName: key }] }] },
        ValidationErrors: [{ ElementPath: 'destinations', ErrorMessage: JSON.stringify({ key }) }],
        cause: new Error(key),
      },
    })
    const said = inOperatorWords(thrown, asked({ scrubber }))
    const everything = [
      said.message,
      String(said.stack),
      JSON.stringify(said),
      JSON.stringify(said.wire),
      inspect(said, { depth: 20, showHidden: true }),
      inspect(said.cause, { depth: 20, showHidden: true }),
    ].join('\n')
    for (const form of [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1), secret]) {
      expect(everything).not.toContain(form)
    }
    expect(said.wire.why).toContain('•••')
  })

  it('is known by its form even if it was never seen: IVS keys, access key ids, account numbers', () => {
    // Put together here, so that no search for keys in this repository finds one.
    const exampleKeyId = ['AKIA', 'IOSFODNN7EXAMPLE'].join('')
    const clean = new Scrubber().scrub(
      `sk_eu-west-1_AbCdEf123_xyz ${exampleKeyId} arn:aws:ivs:eu-west-1:111122223333:channel/a`,
    )
    expect(clean).toBe('••• ••• arn:aws:ivs:eu-west-1:1111…3333:channel/a')
  })

  it('does not eat words: texts of three letters are not remembered', () => {
    const short = new Scrubber()
    short.remember('the')
    expect(short.scrub('the channel')).toBe('the channel')
  })
})
