import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  airingPlaylist,
  outputAddresses,
  recordingPrefix,
  resourceName,
  tagsOf,
  takePlaylist,
} from '../../../electron/core/shows/naming'
import { DestinationId } from '../../../src/shared/domain/ids'
import {
  SESSION,
  aSession,
  aShow,
  anIvsDestination,
  anRtmpDestination,
  destinationId,
  sessionId,
  showId,
} from '../../harness/builders'

const showNames = fc.oneof(
  fc.string({ minLength: 1, maxLength: 80 }),
  fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
  fc.constantFrom('日曜礼拝', 'Ünïcödé – Gottesdienst', '!!!', '   -a-   ', 'a'.repeat(80), '🎥'),
)
const sessions = fc
  .record({ name: showNames, profile: fc.string({ maxLength: 300 }), id: fc.uuid() })
  .map(({ name, profile, id }) => aSession({ id: sessionId(id), profile, show: aShow({ name }) }))

describe('names of resources', () => {
  it.each([
    ['Sunday service', 'tallylight-sunday-service-5e551017'],
    ['  Späti & Söhne!  ', 'tallylight-sp-ti-s-hne-5e551017'],
    ['日曜礼拝', 'tallylight-show-5e551017'],
    ['--- 9 ---', 'tallylight-9-5e551017'],
    [`${'a'.repeat(39)} b`, `tallylight-${'a'.repeat(39)}-5e551017`],
    ['x'.repeat(80), `tallylight-${'x'.repeat(40)}-5e551017`],
  ])('%s becomes %s', (name, expected) => {
    expect(resourceName(aSession({ show: aShow({ name }) }))).toBe(expected)
  })

  it('suit IVS and MediaLive, also with the longest destination behind them', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const longest = DestinationId.parse('d'.repeat(48))
        // IVS: letters, digits, hyphens and underscores, 128 at most (CreateChannel).
        expect(`${resourceName(session)}-${longest}`).toMatch(/^[a-z0-9][a-zA-Z0-9_-]{0,127}$/)
        expect(resourceName(session)).not.toMatch(/--|-$/)
      }),
    )
  })
})

describe('tags', () => {
  it('say whose it is and which step made it', () => {
    expect(tagsOf(aSession(), 'run-1/create-channel')).toEqual({
      application: 'tallylight',
      session: SESSION,
      step: 'run-1/create-channel',
      owner: 'studio',
    })
    expect(tagsOf(aSession({ profile: '@rehearsal' }), 's').owner).toBe('@rehearsal')
  })

  it('hold only what tag values may have everywhere in AWS, whatever the profile is called', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        for (const value of Object.values(tagsOf(session, 'run-1/create-input')))
          expect(value).toMatch(/^[A-Za-z0-9 _.:/=+@-]{1,256}$/)
      }),
    )
  })
})

describe('addresses of outputs', () => {
  const session = aSession({
    show: aShow({ id: showId('show-7'), destinations: [anRtmpDestination(), anIvsDestination()] }),
  })
  const ivs = new Map([
    ['website', { ingestUrl: 'rtmps://abc.global-contribute.live-video.net:443/app' }],
  ])

  it('are the destinations, each with a reference to its key, then the recording', () => {
    expect(outputAddresses(session, 2, ivs)).toEqual([
      {
        id: 'studio',
        url: 'rtmp://live.example.com/app',
        key: 'destination/show-7/studio',
      },
      {
        id: 'website',
        url: 'rtmps://abc.global-contribute.live-video.net:443/app',
        key: `ivs/${SESSION}/website`,
      },
      {
        id: 'recording',
        url: `s3ssl://example-recordings/recordings/${SESSION}/2/show`,
        key: null,
      },
    ])
  })

  it('lead each airing to a folder of its own, below the session', () => {
    const folders = [1, 2, 3].map((airing) => outputAddresses(session, airing, ivs).at(-1)?.url)
    expect(new Set(folders).size).toBe(3)
    for (const url of folders) {
      // A file prefix: MediaLive refuses one that ends in a slash.
      expect(url).toMatch(/[^/]$/)
      expect(url).toContain(`/${recordingPrefix(session)}`)
    }
  })

  it('fit the playlists that are read back', () => {
    expect(airingPlaylist(session, 2)).toBe(`recordings/${SESSION}/2/show-1080p.m3u8`)
    expect(takePlaylist(session, 'take-1')).toBe(`recordings/${SESSION}/takes/take-1.m3u8`)
  })

  it('never meet the recording’s: no destination may be called so', () => {
    for (const id of ['recording', 'Recording', 'RECORDING'])
      expect(DestinationId.safeParse(id).success).toBe(false)
    expect(DestinationId.safeParse(destinationId('recording-2')).success).toBe(true)
  })
})
