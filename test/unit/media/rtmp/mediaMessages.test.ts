import { describe, expect, it } from 'vitest'
import { tagsOf } from '../../../../electron/media/rtmp/mediaMessages'
import { MESSAGE_TYPE } from '../../../../electron/media/rtmp/message'
import { toDataFrame } from '../../../../electron/media/rtmp/dataTags'
import { metadata } from './testStream'

const message = (type: number, payload: Uint8Array, timestampMs = 5_000) => ({
  type,
  streamId: 1,
  timestampMs,
  payload,
})
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('a message', () => {
  it('of sound or picture is one tag', () => {
    const payload = hex('af 01 02')
    expect(tagsOf(message(MESSAGE_TYPE.audio, payload))).toEqual([
      { kind: 'audio', timestampMs: 5_000, payload },
    ])
  })

  it('of metadata is the tag an FLV file would hold, in both AMF versions', () => {
    const framed = toDataFrame(metadata.payload)
    const [old] = tagsOf(message(MESSAGE_TYPE.dataAmf0, framed))
    const [newer] = tagsOf(message(MESSAGE_TYPE.dataAmf3, Buffer.concat([hex('00'), framed])))
    expect(Buffer.from(old?.payload ?? [])).toEqual(metadata.payload)
    expect(newer).toEqual(old)
  })

  it('that is an aggregate is all its tags, moved to its own time', () => {
    const first = '09 000002 000064 00 000000 2701 0000000d'
    const second = '08 000001 000078 00 000000 af 0000000c'
    const tags = tagsOf(message(MESSAGE_TYPE.aggregate, hex(first + second)))
    expect(tags.map(({ kind, timestampMs }) => [kind, timestampMs])).toEqual([
      ['video', 5_000],
      ['audio', 5_020],
    ])
  })

  it('without content, or that is no media, is nothing', () => {
    expect(tagsOf(message(MESSAGE_TYPE.video, hex('')))).toEqual([])
    expect(tagsOf(message(MESSAGE_TYPE.acknowledgement, hex('00000000')))).toEqual([])
  })
})
