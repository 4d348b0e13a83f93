import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isKeyframe, isSequenceHeader } from '../../../electron/media/flv/payload'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadSlate, loadTestCard } from '../../../electron/media/testCard/clips'
import { Program, type ProgramSource } from '../../../electron/simulator/picture/program'

let slate: readonly MediaTag[]
let testCard: readonly MediaTag[]
let sent: MediaTag[]
let sources: ProgramSource[]
let behind: number[]
let holds: number
let program: Program

beforeEach(async () => {
  slate ??= await loadSlate()
  testCard ??= await loadTestCard()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  sent = []
  sources = []
  behind = []
  holds = 0
  program = new Program({
    slate,
    outputs: [
      {
        begin: (source, behindMs) => {
          sources.push(source)
          behind.push(behindMs)
        },
        send: (tag) => sent.push(tag),
        hold: () => {
          holds += 1
        },
      },
    ],
    now: () => performance.now(),
    onSource: () => {},
  })
})

afterEach(() => {
  program.close()
  vi.useRealTimers()
})

const isFrame = (tag: MediaTag) => tag.kind === 'video' && !isSequenceHeader(tag)
const videoTimes = (tags: readonly MediaTag[]) => tags.filter(isFrame).map((tag) => tag.timestampMs)

/** The test card's first so many milliseconds, in real time, with times of the encoder's own. */
function feed(ms: number, startMs = 0): void {
  const headers = testCard.filter((tag) => tag.kind === 'data' || isSequenceHeader(tag))
  const frames = testCard.filter((tag) => !headers.includes(tag) && tag.timestampMs < ms)
  program.feedBegins()
  for (const tag of headers) program.feedTag({ ...tag, timestampMs: startMs })
  let at = 0
  for (const tag of frames) {
    vi.advanceTimersByTime(tag.timestampMs - at)
    at = Math.max(at, tag.timestampMs)
    program.feedTag({ ...tag, timestampMs: (startMs + tag.timestampMs) >>> 0 })
    program.tick()
  }
}

function wait(ms: number): void {
  for (let past = 0; past < ms; past += 200) {
    vi.advanceTimersByTime(200)
    program.tick()
  }
}

const largestStep = (times: readonly number[]) =>
  Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))

describe('the programme', () => {
  it('plays the slate from the start, headers and keyframe first', () => {
    wait(1_000)
    expect(sources).toEqual(['slate'])
    const video = sent.filter(({ kind }) => kind === 'video')
    expect(isSequenceHeader(video[0] as MediaTag)).toBe(true)
    expect(isKeyframe(video[1] as MediaTag)).toBe(true)
  })

  it('takes a feed at its first keyframe, with the feed’s headers before it', () => {
    wait(1_000)
    const before = sent.length
    feed(500, 35_000)
    expect(sources).toEqual(['slate', 'feed'])
    const fromFeed = sent.slice(before)
    const firstFrame = fromFeed.findIndex(isFrame)
    expect(isKeyframe(fromFeed[firstFrame] as MediaTag)).toBe(true)
    expect(fromFeed.slice(0, firstFrame).filter(isSequenceHeader)).toHaveLength(2)
  })

  it.each([0, 35_000, 2 ** 32 - 200])(
    'keeps one time line without gaps for a feed that begins at %i, through loss and return',
    (startMs) => {
      wait(1_000)
      feed(1_500, startMs)
      wait(3_000)
      expect(sources).toEqual(['slate', 'feed', 'slate'])
      feed(1_500, 5)
      expect(sources).toEqual(['slate', 'feed', 'slate', 'feed'])
      expect(behind[2]).toBeGreaterThan(900)
      expect([behind[0], behind[1], behind[3]]).toEqual([0, 0, 0])
      const times = videoTimes(sent)
      expect(times.toSorted((a, b) => a - b)).toEqual(times)
      expect(largestStep(times)).toBeLessThan(150)
      // 1 + 1.5 + 3 + 1.5 seconds passed, and so many were sent.
      expect(times.at(-1)).toBeGreaterThan(6_500)
      expect(times.at(-1)).toBeLessThan(7_400)
    },
  )

  it('stays on the slate for sound alone, and for pictures it cannot carry', () => {
    const sound = testCard.filter(({ kind }) => kind === 'audio').slice(0, 20)
    for (const tag of sound) program.feedTag(tag)
    const hevc = Uint8Array.from([0x91, ...Buffer.from('hvc1'), 0, 0, 0])
    program.feedTag({ kind: 'video', timestampMs: 0, payload: hevc })
    expect(program.source).toBe('slate')
  })

  it('sends nothing while it is held, and then the slate from there on', () => {
    wait(500)
    program.hold()
    const before = sent.length
    wait(2_000)
    expect(sent).toHaveLength(before)
    expect(holds).toBe(1)
    program.release()
    wait(500)
    const resumed = sent.slice(before).filter(({ kind }) => kind === 'video')
    expect(isSequenceHeader(resumed[0] as MediaTag)).toBe(true)
    expect(isKeyframe(resumed[1] as MediaTag)).toBe(true)
    expect(videoTimes(resumed)[0]).toBeGreaterThanOrEqual(2_400)
    expect(sources).toEqual(['slate', 'slate'])
  })

  it('goes on with a feed at its next keyframe after it was held', () => {
    feed(1_000)
    program.hold()
    program.release()
    const before = sent.length
    const frames = testCard.filter((tag) => isFrame(tag) && !isKeyframe(tag))
    program.feedTag(frames[40] as MediaTag)
    expect(sent).toHaveLength(before)
    program.feedTag(testCard.find(isKeyframe) as MediaTag)
    expect(sent.slice(before).filter(isFrame)).toHaveLength(1)
    expect(sent.slice(before).filter(isSequenceHeader)).toHaveLength(2)
  })

  it('loses its feed while it is held, and knows it', () => {
    feed(500)
    program.hold()
    wait(2_000)
    expect(program.source).toBe('slate')
    expect(sources).toEqual(['slate', 'feed'])
  })

  it('cuts to another input’s keyframe and headers at the time it is', () => {
    feed(1_500)
    const before = sent.length
    const headers = slate.filter((tag) => tag.kind === 'data' || isSequenceHeader(tag))
    program.cut(headers, { ...(slate.find(isKeyframe) as MediaTag), timestampMs: 99_000 })
    expect(sent.slice(before).filter(isSequenceHeader)).toHaveLength(2)
    expect(videoTimes(sent.slice(before))[0]).toBeGreaterThan(1_400)
    expect(videoTimes(sent.slice(before))[0]).toBeLessThan(1_600)
    expect(sources).toEqual(['slate', 'feed', 'feed'])
  })

  it('sends nothing after it is closed', () => {
    program.close()
    const before = sent.length
    wait(500)
    for (const tag of testCard.slice(0, 50)) program.feedTag(tag)
    expect(sent).toHaveLength(before)
  })
})
