import { describe, expect, it } from 'vitest'
import {
  beyondTakes,
  keptRecordings,
  wholeAirings,
  type KeptTake,
} from '../../../electron/core/shows/keptRecordings'
import { airingFolder, takePlaylist } from '../../../electron/core/shows/naming'
import { SESSION, aTake, takeId } from '../../harness/builders'

const session = { id: SESSION }
const [one, two] = [airingFolder(session, 1), airingFolder(session, 2)]
const airings = [one, two].flatMap((folder) =>
  ['a.ts', 'b.ts', 'show.m3u8'].map((name) => `${folder}${name}`),
)
const take = (id: string, airing: number, more: Partial<KeptTake['take']> = {}) =>
  aTake({ id: takeId(id), airing, state: 'verified', ...more })
const of = (id: string) => takePlaylist(session, id)

describe('what keep-takes gives up', () => {
  it('is all that no take covers', () => {
    const takes = [{ take: take('t', 1), segments: [`${one}b.ts`] }]
    expect(beyondTakes(session, takes, [...airings, of('t')])).toEqual(
      airings.filter((name) => name !== `${one}b.ts`),
    )
    expect(beyondTakes(session, [], airings)).toEqual(airings)
  })

  it.each(['damaged', 'closing', 'recording'] as const)(
    'is nothing of an airing with a take that is %s',
    (state) => {
      const takes = [
        { take: take('t', 1, { state }), segments: undefined },
        { take: take('u', 1), segments: [`${one}a.ts`] },
      ]
      const names = [...airings, of('t'), of('u')]
      expect(wholeAirings(session, takes)).toEqual([one])
      expect(beyondTakes(session, takes, names)).toEqual(
        airings.filter((name) => name.startsWith(two)),
      )
    },
  )

  it.each([['missing', undefined] as const, ['empty', []] as const])(
    'is nothing of an airing with a take whose playlist is %s',
    (_, segments) => {
      const takes = [{ take: take('t', 2), segments }]
      expect(beyondTakes(session, takes, airings)).toEqual(
        airings.filter((name) => name.startsWith(one)),
      )
    },
  )
})

describe('what a certificate says is kept', () => {
  it('is every playlist, and in place of those of a whole airing its folder', () => {
    const names = [...airings, of('t')]
    expect(keptRecordings(names, [])).toEqual([`${one}show.m3u8`, `${two}show.m3u8`, of('t')])
    expect(keptRecordings(names, [two])).toEqual([`${one}show.m3u8`, of('t'), two])
  })

  it('is no folder in which nothing lies', () => {
    expect(keptRecordings([of('t')], [one])).toEqual([of('t')])
  })
})
