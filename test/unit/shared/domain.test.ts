import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccountSettings, Region } from '../../../src/shared/domain/account'
import {
  complaintAboutRtmpUrl,
  Destination,
  platformUrls,
  RtmpUrl,
  StreamKey,
} from '../../../src/shared/domain/destination'
import { CommandId, DestinationId, SessionId } from '../../../src/shared/domain/ids'
import { dollars, Micros } from '../../../src/shared/domain/money'
import { oneLine } from '../../../src/shared/domain/oneLine'
import { MAX_DESTINATIONS, ShowDraft } from '../../../src/shared/domain/show'
import { hasCode, operatorError, toOperatorError } from '../../../src/shared/errors'
import {
  aDraft,
  anRtmpDestination,
  aSentence,
  destinationId,
  someSettings,
} from '../../harness/builders'

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success

describe('the address of an RTMP server', () => {
  it.each([
    'rtmp://live.example.com/app',
    'rtmps://a.rtmps.youtube.com:443/live2',
    'rtmp://203.0.113.7:1935/live/instance',
    'rtmp://127.0.0.1/app',
    'RTMP://live.example.com/app',
    'rtmp://[2001:db8::1]:1935/app',
    'rtmp://live.example.com/app/',
    platformUrls.youtube,
    platformUrls.restream,
  ])('may be %s', (text) => {
    expect(complaintAboutRtmpUrl(text)).toBeUndefined()
  })

  it.each([
    ['', /must begin with rtmp/],
    ['live.example.com/app', /must begin with rtmp/],
    ['https://live.example.com/app', /must begin with rtmp/],
    ['rtmp://', /not a complete address|server name is missing/],
    ['rtmp:///app', /server name is missing/],
    ['rtmp://host:99999/app', /not a complete address/],
    ['rtmp://user:secret@live.example.com/app', /Leave user name and password out/],
    ['rtmp://live.example.com', /application name is missing/],
    ['rtmp://live.example.com//', /application name is missing/],
    ['rtmp://live.example.com/app?key=abc', /stream key seems to be part/],
    ['rtmp://live.example.com/app#abc', /stream key seems to be part/],
    ['rtmp://live.example.com/app/sk_us-west-2_dummy', /stream key seems to be part/],
    ['rtmp://live.example.com/app/live_4711_dummy', /stream key seems to be part/],
    ['rtmp://live.example.com/app/abcd-efgh-1234-ijkl', /stream key seems to be part/],
    ['rtmp://live.example.com/app next', /blanks or unusual/],
    ['rtmp://live.example.com/a\npp', /blanks or unusual/],
    ['rtmp://live.example.com:0/app', /port 0/],
  ])('may not be %j', (text, complaint) => {
    expect(complaintAboutRtmpUrl(text)).toMatch(complaint)
    expect(accepts(RtmpUrl, text)).toBe(false)
  })

  it('is trimmed, and refused when it is endless', () => {
    expect(RtmpUrl.parse('  rtmp://live.example.com/app \n')).toBe('rtmp://live.example.com/app')
    expect(accepts(RtmpUrl, `rtmp://live.example.com/${'a'.repeat(1_024)}`)).toBe(false)
  })

  it('is judged without throwing, whatever is pasted', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((s) => `rtmp://${s}`),
        ),
        (text) => {
          const complaint = complaintAboutRtmpUrl(text)
          expect(complaint === undefined || complaint.endsWith('.')).toBe(true)
        },
      ),
    )
  })
})

describe('a name', () => {
  it.each([
    ['Sunday 😀 ‘service’ <1>', 'Sunday 😀 ‘service’ <1>'],
    [' one\r\ntwo\u0000\tthree\u2028 ', 'one two three'],
    ['half \ud83d', 'half \ufffd'],
  ])('of %j stands on one line', (typed, kept) => expect(oneLine().parse(typed)).toBe(kept))
})

describe('a stream key', () => {
  it.each(['abcd-1234', 'sk_us-west-2_dummy', '~!@#$%^&*()', 'a', 'x'.repeat(512)])(
    'may be %s',
    (key) => expect(StreamKey.parse(` ${key}\n`)).toBe(key),
  )

  it.each(['', '   ', 'two words', 'line\nbreak', 'tab\there', 'ключ', 'x'.repeat(513)])(
    'may not be %j',
    (key) => expect(accepts(StreamKey, key)).toBe(false),
  )
})

describe('ids', () => {
  it.each(['a', 'A1', 'youtube-1', 'a'.repeat(48), 'recording-2'])(
    'of a destination may be %s',
    (id) => expect(accepts(DestinationId, id)).toBe(true),
  )

  it.each(['', '-a', 'a-', 'a_b', 'a b', 'a/b', 'a'.repeat(49), 'ü', 'recording', 'Recording'])(
    'of a destination may not be %j',
    (id) => expect(accepts(DestinationId, id)).toBe(false),
  )

  it('of commands are UUIDs, and may name a session', () => {
    const id = '0d9488e0-0000-4000-8000-000000000001'
    expect(CommandId.parse(id)).toBe(id)
    expect(SessionId.parse(id)).toBe(id)
    expect(accepts(CommandId, 'again')).toBe(false)
  })

  it('never leave the folder they are put in', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = SessionId.safeParse(text)
        if (parsed.success) expect(parsed.data).toMatch(/^[A-Za-z0-9-]+$/)
      }),
    )
    for (const id of ['..', '../x', 'a/b', 'a.b', 'a%2fb'])
      expect(accepts(SessionId, id)).toBe(false)
  })
})

describe('the plan of a show', () => {
  it('is taken as it is when it is sound', () => {
    expect(ShowDraft.parse(aDraft())).toEqual(aDraft())
  })

  const feed = aDraft().feed
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      anRtmpDestination({ id: destinationId(`d${index}`) }),
    )

  it.each([
    ['a name', { name: 'n'.repeat(80) }, true],
    ['a name too long', { name: 'n'.repeat(81) }, false],
    ['a name of blanks', { name: '   ' }, false],
    ['no destination', { destinations: [] }, true],
    ['as many destinations as go', { destinations: many(MAX_DESTINATIONS) }, true],
    ['one destination too many', { destinations: many(MAX_DESTINATIONS + 1) }, false],
    ['a destination twice', { destinations: [...many(1), ...many(1)] }, false],
    ['the least feed', { feed: { ...feed, bitrateBps: 500_000 } }, true],
    ['too little feed', { feed: { ...feed, bitrateBps: 499_999 } }, false],
    ['the most feed', { feed: { ...feed, bitrateBps: 50_000_000 } }, true],
    ['too much feed', { feed: { ...feed, bitrateBps: 50_000_001 } }, false],
    ['half a bit', { feed: { ...feed, bitrateBps: 500_000.5 } }, false],
    ['an odd frame rate', { feed: { ...feed, framesPerSecond: 29.97 } }, false],
    ['another shape', { shape: 'fan-out' }, false],
    ['another preset', { preset: '4k' }, false],
    ['a cap of nothing', { capMicros: 0 }, false],
    ['a cap', { capMicros: 1 }, true],
    ['a planned end', { plannedEndAt: 1 }, true],
  ])('with %s: %j is fine: %s', (_, more, fine) => {
    expect(accepts(ShowDraft, { ...aDraft(), ...more })).toBe(fine)
  })

  it('never keeps a key that was slipped into a destination', () => {
    const slipped = { ...anRtmpDestination(), key: 'canary-4711', streamKey: 'canary-4711' }
    expect(JSON.stringify(Destination.parse(slipped))).not.toContain('canary')
    expect(accepts(Destination, { kind: 'rtmp', id: 'a', name: 'A' })).toBe(false)
    expect(accepts(Destination, { kind: 'ivs', id: 'a', name: 'n'.repeat(61) })).toBe(false)
  })
})

describe('the settings of an account', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/MediaLiveAccessRole', true],
    ['arn:aws-cn:iam::111122223333:role/path/to/Role+=,.@-_', true],
    ['arn:aws-us-gov:iam::111122223333:role/R', true],
    ['arn:aws:iam::1111:role/MediaLiveAccessRole', false],
    ['arn:aws:iam::111122223333:user/Somebody', false],
    ['arn:aws:iam::111122223333:role/', false],
    ['MediaLiveAccessRole', false],
    ['arn:aws:iam::111122223333:role/Two words', false],
  ])('the role %s is fine: %s', (roleArn, fine) => {
    expect(accepts(AccountSettings, { ...someSettings(), roleArn })).toBe(fine)
  })

  it.each([
    ['example-recordings', true],
    ['a.b-c.9', true],
    ['abc', true],
    ['ab', false],
    ['a'.repeat(64), false],
    ['Example', false],
    ['-example', false],
    ['example-', false],
    ['s3://example', false],
    ['example/folder', false],
  ])('the bucket %s is fine: %s', (bucket, fine) => {
    expect(accepts(AccountSettings, { ...someSettings(), bucket })).toBe(fine)
  })

  it.each([
    [['203.0.113.4/32'], true],
    [['203.0.113.4/32', '0.0.0.0/0'], false], // everybody is a choice of its own
    [[' 203.0.113.0/24 '], true],
    [['203.0.113.256/32'], false],
    [['203.0.113.4/33'], false],
    [['203.0.113.4'], false],
    [['203.0.113/24'], false],
    [['2001:db8::/32'], false],
    [[], false],
    [Array.from({ length: 10 }, (_, n) => `203.0.113.${n}/32`), true],
    [Array.from({ length: 11 }, (_, n) => `203.0.113.${n}/32`), false],
  ])('the list %j is fine: %s', (cidrs, fine) => {
    expect(accepts(AccountSettings, { ...someSettings(), ingest: { allow: 'list', cidrs } })).toBe(
      fine,
    )
  })

  it.each([
    ['eu-west-1', true],
    ['us-gov-west-1', true],
    ['ap-southeast-2', true],
    ['eu-west', false],
    ['EU-WEST-1', false],
    ['evil.example.com', false],
    ['eu-west-1.evil', false],
  ])('the region %s is fine: %s', (region, fine) => {
    expect(accepts(Region, region)).toBe(fine)
  })
})

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [982_800, '$0.98'],
    [1_638_000, '$1.64'],
    [10_000, '$0.01'],
    [9_999, '$0.0100'],
    [123, '$0.0001'],
    [-2_500, '-$0.0025'],
    [-1_500_000, '-$1.50'],
    [1_234_567_890_000, '$1,234,567.89'],
  ])('%i micro-dollars are %s', (micros, text) => {
    expect(dollars(micros, 'en-US')).toBe(text)
  })

  it('is written as the reader writes it', () => {
    expect(dollars(1_234_560_000, 'de-DE')).toBe('1.234,56\u00a0$')
  })

  it('is whole micro-dollars and nothing else', () => {
    expect(accepts(Micros, 0.5)).toBe(false)
    expect(accepts(Micros, Number.MAX_SAFE_INTEGER + 1)).toBe(false)
    expect(accepts(Micros, 982_800)).toBe(true)
  })
})

describe('errors as data', () => {
  it('carry their sentence, and their cause for the log only', () => {
    const cause = new Error('secret detail')
    const error = operatorError(aSentence(), { cause, reference: 'r-1' })
    expect(error.wire).toEqual({ ...aSentence(), reference: 'r-1' })
    expect(error.cause).toBe(cause)
    expect(JSON.stringify(error.wire)).not.toContain('secret')
    expect(hasCode(error, 'test.trouble')).toBe(true)
    expect(hasCode(cause, 'test.trouble')).toBe(false)
  })

  it('leave what is in words already alone, and park what nobody foresaw', () => {
    const known = operatorError(aSentence())
    expect(toOperatorError(known, 'r')).toBe(known)
    for (const thrown of [new Error('x'), 'x', undefined, null, { code: 'x' }])
      expect(toOperatorError(thrown, 'r-2').wire).toMatchObject({
        code: 'internal',
        fate: 'park',
        reference: 'r-2',
      })
  })
})
