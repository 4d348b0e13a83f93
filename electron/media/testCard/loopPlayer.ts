import { isSequenceHeader } from '../flv/payload'
import type { MediaTag } from '../mediaTag'

/** Calls back once after a delay; a test hands in its own, with its own clock. */
export type Schedule = (callback: () => void, delayMs: number) => { cancel(): void }

export interface LoopOptions {
  /** A clip that begins at time zero with its headers. */
  readonly tags: readonly MediaTag[]
  /** Any clock in ms that does not go backwards. */
  readonly now: () => number
  readonly onTag: (tag: MediaTag) => void
  readonly schedule?: Schedule
}

/** Fewer, slightly bunched wake-ups: a player's buffer does not notice, a laptop's battery does. */
const SHORTEST_WAIT_MS = 10
/** After a stall at most this much is made good in one burst; the rest of the time is let go. */
const LONGEST_CATCH_UP_MS = 2_000
const TIMESTAMP_MODULUS = 2 ** 32

const waitByTimer: Schedule = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs)
  return { cancel: () => clearTimeout(timer) }
}

const isHeader = (tag: MediaTag): boolean => tag.kind === 'data' || isSequenceHeader(tag)

/**
 * How long one round lasts: until its last picture has been shown, or without pictures its last
 * sound been heard. Throws when the clip has no two frames to tell it from.
 */
export function clipDurationMs(tags: readonly MediaTag[]): number {
  const frames = tags.filter((tag) => !isHeader(tag))
  const pictures = frames.filter((tag) => tag.kind === 'video')
  const lead = pictures.length > 0 ? pictures : frames
  const first = lead[0]?.timestampMs ?? 0
  const elapsed = (lead.at(-1)?.timestampMs ?? 0) - first
  if (elapsed <= 0) throw new Error('A clip needs at least two frames at different times to loop.')
  return Math.round(elapsed + elapsed / (lead.length - 1))
}

/**
 * Plays a clip endlessly in real time. Headers go out once; every round is shifted by exactly the
 * clip's duration, so that picture and sound stay together over any number of seams.
 */
export function startLoop(options: LoopOptions): { stop(): void } {
  const { tags, now, onTag, schedule = waitByTimer } = options
  const durationMs = clipDurationMs(tags)
  const frames = tags.filter((tag) => !isHeader(tag))
  let startedAt = now()
  let sent = 0
  let isStopped = false
  let waiting: { cancel(): void } | undefined

  const frameAt = (position: number): MediaTag => {
    const frame = frames[position % frames.length]
    if (!frame) throw new RangeError('The loop has lost its place.')
    const shiftMs = Math.floor(position / frames.length) * durationMs
    return { ...frame, timestampMs: frame.timestampMs + shiftMs }
  }

  const sendDue = (): void => {
    const behindMs = now() - startedAt - frameAt(sent).timestampMs
    startedAt += Math.max(0, behindMs - LONGEST_CATCH_UP_MS)
    const dueMs = now() - startedAt
    for (let next = frameAt(sent); !isStopped && next.timestampMs <= dueMs; next = frameAt(sent)) {
      sent += 1
      onTag({ ...next, timestampMs: next.timestampMs % TIMESTAMP_MODULUS })
    }
    if (isStopped) return
    const waitMs = frameAt(sent).timestampMs - (now() - startedAt)
    waiting = schedule(sendDue, Math.max(SHORTEST_WAIT_MS, waitMs))
  }

  for (const header of tags.filter(isHeader)) onTag({ ...header, timestampMs: 0 })
  sendDue()
  return {
    stop: () => {
      isStopped = true
      waiting?.cancel()
    },
  }
}
