import { describe, expect, it } from 'vitest'
import { answerProblems } from '../../harness/conformanceAnswer'
import { modelOf } from '../../harness/conformanceModel'

const json = { 'content-type': 'application/json' }
const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const described = (channel: object) =>
  answerProblems('medialive', 'DescribeChannel', answer(200, channel))
const refused = (status: number, type: string, body: object) =>
  answerProblems('ivs', 'GetChannel', answer(status, body, { ...json, 'x-amzn-errortype': type }))

describe('an answer in JSON', () => {
  it('that is as the model has it is let through', () => {
    const channel = {
      id: '1',
      state: 'IDLE',
      pipelinesRunningCount: 0,
      tags: { app: 'tallylight' },
      destinations: [{ id: 'platform', settings: [{ url: 'rtmp://a.example.com/live' }] }],
      encoderSettings: { timecodeConfig: { source: 'SYSTEMCLOCK' }, audioDescriptions: [] },
    }
    expect(described({ ...channel, encoderSettings: undefined })).toEqual([])
  })

  it.each([
    ['an unknown member', { since: 0 }, 'since is no member of DescribeChannelResponse'],
    ['a member in another casing', { Arn: 'arn' }, 'Arn has to be spelled arn in'],
    ['text for a number', { pipelinesRunningCount: '0' }, 'is a string and not a number'],
    [
      'a value outside its enumeration',
      { state: 'STOPPED' },
      'state is "STOPPED", which is none of',
    ],
    ['an object for a list', { destinations: {} }, 'destinations is an object and not a list'],
    ['a list for a map', { tags: [] }, 'tags is a list and not a map'],
    ['null', { name: null }, 'name is null'],
    ['a wrong member deep inside', { destinations: [{ ID: 'x' }] }, 'destinations[0].ID has to be'],
    [
      'a missing member',
      { encoderSettings: { timecodeConfig: {} } },
      'encoderSettings.timecodeConfig.source is required and missing',
    ],
  ])('with %s is not', (_, channel, problem) => {
    expect(described(channel).join('\n')).toContain(problem)
  })

  it('of another status than the model has is not', () => {
    expect(answerProblems('medialive', 'CreateChannel', answer(200, {}))).toEqual([
      'medialive.CreateChannel: the status is 200 and not 201',
    ])
  })

  it('that is not JSON, or says that it is not, is not', () => {
    expect(described('{' as never)).toHaveLength(1)
    const asText = answer(200, {}, { 'content-type': 'text/plain' })
    expect(answerProblems('medialive', 'DescribeChannel', asText)).toHaveLength(1)
  })

  it.each([
    [
      'ISO 8601 where the protocol has seconds',
      'scheduler',
      'GetSchedule',
      'CreationDate',
      '2026-01-01T00:00:00Z',
      'epoch-seconds',
    ],
    [
      'milliseconds for seconds',
      'scheduler',
      'GetSchedule',
      'CreationDate',
      1_767_225_600_000,
      'epoch-seconds',
    ],
    [
      'seconds where the model has ISO 8601',
      'medialive',
      'ListAlerts',
      'setTimestamp',
      1_767_225_600,
      'date-time',
    ],
  ] as const)('with a time in %s is not', (_, service, operation, member, time, form) => {
    const body = service === 'medialive' ? { alerts: [{ [member]: time }] } : { [member]: time }
    expect(answerProblems(service, operation, answer(200, body)).join()).toContain(
      `the form ${form}`,
    )
  })
})

describe('an error in JSON', () => {
  it('that is as the model has it is let through', () => {
    expect(refused(404, 'ResourceNotFoundException', { exceptionMessage: 'gone' })).toEqual([])
    expect(refused(403, 'ExpiredTokenException', { exceptionMessage: 'old' })).toEqual([])
  })

  it.each([
    [
      'another status',
      400,
      'ResourceNotFoundException',
      { exceptionMessage: 'x' },
      '404 and not 400',
    ],
    ['another member', 404, 'ResourceNotFoundException', { message: 'x' }, 'no member of'],
    ['no message', 404, 'ResourceNotFoundException', {}, 'exceptionMessage is missing'],
    [
      'an unknown name',
      404,
      'NotFound',
      { exceptionMessage: 'x' },
      'the model knows no such error',
    ],
    ['no name', 404, '', { exceptionMessage: 'x' }, 'does not name its error'],
  ])('with %s is not', (_, status, type, body, problem) => {
    expect(refused(status, type, body).join()).toContain(problem)
  })
})

describe('an error that any service may answer', () => {
  it.each(['medialive', 'ivs', 'scheduler', 'cloudwatch'] as const)(
    'is let through for %s, with the statuses it is documented with',
    (service) => {
      const listed = service === 'scheduler' ? 'ListSchedules' : 'ListTagsForResource'
      const said = (type: string, status: number) =>
        answerProblems(
          service,
          listed,
          answer(status, { message: 'x' }, { ...json, 'x-amzn-errortype': type }),
        )
      expect(said('UnrecognizedClientException', 403)).toEqual([])
      expect(said('RequestEntityTooLargeException', 413)).toEqual([])
      expect(said('InternalFailure', 500)).toEqual([])
      expect(said('RequestExpired', 500).join()).toContain('is 400 and not 500')
    },
  )

  it.each([
    ['medialive', 'ListChannels', 'message'],
    ['ivs', 'ListChannels', 'exceptionMessage'],
    ['scheduler', 'ListSchedules', 'Message'],
    ['cloudwatch', 'ListMetrics', 'message'],
  ] as const)('is ThrottlingException for %s, with 400 and 429', (service, operation, member) => {
    const said = (status: number) =>
      answerProblems(
        service,
        operation,
        answer(
          status,
          { [member]: 'Rate exceeded' },
          { ...json, 'x-amzn-errortype': 'ThrottlingException' },
        ),
      )
    expect([said(400), said(429)]).toEqual([[], []])
    expect(said(403)).toHaveLength(1)
  })
})

describe('an answer in XML', () => {
  const xml = { 'content-type': 'application/xml' }
  const listed = (inside: string) =>
    answerProblems(
      's3',
      'ListObjectsV2',
      answer(200, `<?xml version="1.0"?><ListBucketResult>${inside}</ListBucketResult>`, xml),
    )
  const object = (inside: string) => `<Contents><Key>a</Key>${inside}</Contents>`

  it('that is as the model has it is let through', () => {
    const inside = `<Name>b</Name><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>`
    const time = '<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size>'
    expect(listed(inside + object(time) + object(time))).toEqual([])
  })

  it.each([
    ['an element in another casing', '<Keycount>1</Keycount>', 'has to be spelled KeyCount'],
    ['an unknown element', '<Count>1</Count>', 'ListBucketResult.Count is no member'],
    ['a number that is none', '<KeyCount>one</KeyCount>', 'KeyCount is "one" and not a number'],
    ['a truth that is none', '<IsTruncated>no</IsTruncated>', 'not a boolean'],
    ['an element twice', '<Name>a</Name><Name>b</Name>', 'is there 2 times'],
    ['a wrong time', object('<LastModified>today</LastModified>'), 'no time in the form date-time'],
    ['a value outside its enumeration', object('<StorageClass>CHEAP</StorageClass>'), 'none of'],
  ])('with %s is not', (_, inside, problem) => {
    expect(listed(inside).join()).toContain(problem)
  })

  it('of another root, or an error without its parts, is not', () => {
    const other = answer(200, '<Listing/>', xml)
    expect(answerProblems('s3', 'ListObjectsV2', other).join()).toContain('begins with Listing')
    const bare = answer(404, '<Error><Code>NoSuchKey</Code></Error>', xml)
    expect(answerProblems('s3', 'GetObject', bare)).toEqual([
      's3, error NoSuchKey: Message is missing',
      's3, error NoSuchKey: RequestId is missing',
    ])
  })

  it('of STS needs its result and its request id', () => {
    const result = '<GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult>'
    const whole = `<GetCallerIdentityResponse>${result}</GetCallerIdentityResponse>`
    expect(answerProblems('sts', 'GetCallerIdentity', answer(200, whole, xml)).join()).toContain(
      'ResponseMetadata.RequestId is missing',
    )
  })

  it('has headers in the forms of the model', () => {
    const headers = { 'last-modified': '2026-01-01T00:00:00Z', 'content-length': '4' }
    const problems = answerProblems('s3', 'GetObject', { status: 200, headers, body: undefined })
    expect(problems.join()).toContain('header Last-Modified')
  })
})

describe('the models', () => {
  it.each(['medialive', 'ivs', 's3', 'sts', 'scheduler', 'cloudwatch'] as const)(
    'of %s name every operation with an output and enumerations',
    (service) => {
      const model = modelOf(service)
      expect(model.operations.length).toBeGreaterThan(10)
      for (const operation of model.operations) {
        expect(model.operation(operation)?.output().kind).toBe('structure')
      }
    },
  )

  it('know the states of a channel', () => {
    const members = modelOf('medialive').operation('DescribeChannel')?.output().members
    const state = members?.find(({ wireName }) => wireName === 'state')
    expect(state?.values).toContain('RECOVERING')
  })
})
