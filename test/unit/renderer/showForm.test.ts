import { describe, expect, test } from 'vitest'
import { ShowDraft } from '../../../src/shared/domain/show'
import { readSettings, settingsFieldsOf } from '../../../src/renderer/screens/settingsForm'
import {
  destinationFrom,
  withDestination,
  draftForPrice,
  fieldsOf,
  freshFields,
  readFields,
  withPreset,
} from '../../../src/renderer/screens/showForm'
import { aShow, NOW, onAws } from './builders'

const minute = 60_000

describe('the form of a show', () => {
  test('gives back the show it was opened with, to the minute of its planned end', () => {
    const show = aShow({ plannedEndAt: NOW - (NOW % minute) + 60 * minute, capMicros: 12_500_000 })
    const { draft, complaints } = readFields(fieldsOf(show), NOW)
    const { id: _id, updatedAt: _updatedAt, ...expected } = show
    expect(complaints).toEqual({})
    expect(draft).toEqual(expected)
  })

  test('proposes a show that lacks only its name', () => {
    const { draft, complaints } = readFields(freshFields(), NOW)
    expect(draft).toBeNull()
    expect(complaints).toEqual({ name: 'Give the show a name.' })
  })

  test.each([
    ['', 'Give a number of megabits per second, for example 6.'],
    ['fast', 'Give a number of megabits per second, for example 6.'],
    ['0.1', 'Below 0.5 Mb/s nothing watchable arrives.'],
    ['60', 'MediaLive takes 50 Mb/s at most.'],
  ])('says of a bitrate of %j what to do', (megabits, complaint) => {
    expect(readFields({ ...freshFields(), name: 'A', megabits }, NOW).complaints).toEqual({
      megabits: complaint,
    })
  })

  test('reads amounts with a comma as people write them', () => {
    const { draft } = readFields({ ...freshFields(), name: 'A', megabits: '4,5', cap: '2,5' }, NOW)
    expect(draft?.feed.bitrateBps).toBe(4_500_000)
    expect(draft?.capMicros).toBe(2_500_000)
  })

  test('refuses an end that has passed and a cap that is no amount', () => {
    const fields = { ...freshFields(), name: 'A', plannedEnd: '2020-01-01T10:00', cap: 'much' }
    const { draft, complaints } = readFields(fields, NOW)
    expect(draft).toBeNull()
    expect(Object.keys(complaints).toSorted()).toEqual(['cap', 'plannedEnd'])
  })

  test('finds a key pasted into an address, at the right destination', () => {
    const destinations = [
      destinationFrom('ivs', 'aaaa1111'),
      {
        ...destinationFrom('rtmp', 'bbbb2222'),
        url: 'rtmp://server.example/app/live_1234567890abcdef',
      },
    ]
    const { complaints } = readFields({ ...freshFields(), name: 'A', destinations }, NOW)
    expect(complaints).toEqual({
      'destinations.1.url':
        'The stream key seems to be part of the address. Remove it here and paste it as the key.',
    })
  })

  test('templates are complete but for what only the producer knows', () => {
    const destinations = (['ivs', 'youtube', 'restream'] as const).map((kind) =>
      destinationFrom(kind, 'cccc3333'),
    )
    expect(readFields({ ...freshFields(), name: 'A', destinations }, NOW).complaints).toEqual({})
  })

  test('a preset brings the feed that goes with it', () => {
    expect(withPreset(freshFields(), '720p30')).toMatchObject({ height: '720', megabits: '4' })
  })

  test('has a price before names and addresses are complete', () => {
    const draft = draftForPrice({
      ...freshFields(),
      destinations: [destinationFrom('rtmp', 'dddd4444')],
    })
    expect(ShowDraft.parse(draft).destinations).toMatchObject([{ kind: 'rtmp', name: 'RTMP' }])
    expect(draftForPrice({ ...freshFields(), megabits: '' })).toBeNull()
  })
})

describe('the settings of an account', () => {
  test('come back as they were', () => {
    const { settings } = onAws(NOW)
    expect(readSettings(settingsFieldsOf(settings))).toEqual({ settings, complaints: {} })
  })

  test('empty fields mean "not set", and every wrong field is told what it looks like', () => {
    const nothing = { cidrs: '', safetyRoleArn: ' ', withoutSafetyStop: true }
    const empty = { ...nothing, roleArn: ' ', bucket: '', allow: 'this-machine' } as const
    const unset = { roleArn: null, bucket: null, safetyRoleArn: null, withoutSafetyStop: true }
    expect(readSettings(empty).settings).toMatchObject(unset)
    const no = {
      ...nothing,
      roleArn: 'x',
      bucket: 'A B',
      safetyRoleArn: 'y',
      allow: 'list',
    } as const
    const wrong = readSettings(no)
    expect(wrong.settings).toBeNull()
    expect(Object.keys(wrong.complaints).toSorted()).toEqual([
      'bucket',
      'cidrs',
      'roleArn',
      'safetyRoleArn',
    ])
  })
})

test('a second destination of a kind has a name of its own', () => {
  const more = ['a', 'b', 'c'].reduce(
    (so, token) => withDestination(so, destinationFrom('rtmp', token)),
    withDestination([], destinationFrom('ivs', 'd')),
  )
  expect(more.map(({ name }) => name)).toEqual(['Amazon IVS', 'RTMP', 'RTMP 2', 'RTMP 3'])
})
