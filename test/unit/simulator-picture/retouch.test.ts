import { beforeEach, describe, expect, it } from 'vitest'
import { isKeyframe, isSequenceHeader } from '../../../electron/media/flv/payload'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadBlack, loadTestCard } from '../../../electron/media/testCard/clips'
import { Retouch, stillOf, type Retouching } from '../../../electron/simulator/picture/retouch'

const clip = await loadTestCard()
const black = stillOf(await loadBlack())
let retouch: Retouch

beforeEach(() => {
  retouch = new Retouch(black)
})

const treat = (tags: readonly MediaTag[], wanted: Retouching) =>
  tags.flatMap((tag) => retouch.treat(tag, wanted))
const video = clip.filter(({ kind }) => kind === 'video')
/** Headers and the pictures up to the second keyframe, which is left out. */
const secondKeyframe = video.findIndex((tag, index) => index > 2 && isKeyframe(tag))
const gop = video.slice(0, secondKeyframe)

describe('a retouched picture', () => {
  it('is the input’s own as long as nothing else is wanted', () => {
    expect(treat(clip, 'none')).toEqual(clip)
  })

  it('leaves sound and metadata alone', () => {
    const rest = clip.filter(({ kind }) => kind !== 'video')
    treat(gop, 'none')
    expect(treat(rest, 'black')).toEqual(rest)
  })

  it('freezes the last keyframe and comes back at the next', () => {
    treat(gop, 'none')
    const keyframe = gop.find(isKeyframe)
    const frozen = treat(gop.slice(2), 'frozen')
    expect(new Set(frozen.map(({ payload }) => payload))).toEqual(new Set([keyframe?.payload]))
    expect(
      treat(gop.slice(5, 9), 'none').every(({ payload }) => payload === keyframe?.payload),
    ).toBe(true)
    const after = video.slice(secondKeyframe, secondKeyframe + 5)
    expect(treat(after, 'none')).toEqual(after)
  })

  it('passes on what cannot be frozen yet', () => {
    const beforeKeyframe = video.slice(3, 6)
    expect(treat(beforeKeyframe, 'frozen')).toEqual(beforeKeyframe)
  })

  it('turns black with a header of its own, and back with the input’s', () => {
    treat(gop, 'none')
    const dark = treat(gop.slice(2, 10), 'black')
    expect(dark[0]?.payload).toBe(black.header.payload)
    expect(dark.slice(1)).toHaveLength(8)
    expect(dark.slice(1).every(({ payload }) => payload === black.keyframe.payload)).toBe(true)
    const after = treat(video.slice(secondKeyframe, secondKeyframe + 3), 'none')
    expect(after[0]?.payload).toBe(video.find(isSequenceHeader)?.payload)
    expect(isKeyframe(after[1] as MediaTag)).toBe(true)
  })

  it('stays black when the publisher sends its header again', () => {
    treat(gop, 'black')
    expect(treat(video.filter(isSequenceHeader), 'black')).toEqual([])
  })

  it('forgets a publisher that has gone', () => {
    treat(gop, 'black')
    retouch.reset()
    expect(treat(gop, 'none')).toEqual(gop)
  })
})
