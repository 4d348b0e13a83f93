import { useNow } from '../clock/ticking'
import { dayTime, shortLength, timecode, timeOfDay } from '../format/time'
import { useConsole } from '../store/useConsole'

/** Time since a moment, running. `aws` moments are told by AWS's clock, not by this machine's. */
export function Elapsed({
  since,
  aws = false,
}: {
  readonly since: number
  readonly aws?: boolean
}) {
  const offset = useConsole((s) => (aws ? (s.status?.awsOffsetMs ?? 0) : 0))
  return <time className="num">{timecode(useNow() + offset - since)}</time>
}

/** Time left to a moment; past it, how long past. */
export function Remaining({ until }: { readonly until: number }) {
  const left = until - useNow()
  return (
    <time className="num" data-over={left < 0}>
      {left < 0 ? `+${timecode(-left)}` : timecode(left)}
    </time>
  )
}

/** `7 h 41`, for things that end today or tomorrow. */
export function RemainingShort({ until }: { readonly until: number }) {
  return <span className="num">{shortLength(until - useNow())}</span>
}

export const STALE_AFTER_MS = 20_000

/** How old a fact is; grey once it is too old to be relied on. */
export function Age({ at }: { readonly at: number }) {
  const ms = Math.max(0, useNow() - at)
  const stale = ms > STALE_AFTER_MS
  return (
    <time className="age num" data-stale={stale} title={dayTime(at)}>
      {ms < 1_000 ? 'now' : `${shortLength(ms)} ago`}
      {stale && ' · old'}
    </time>
  )
}

/** How long ago something happened; it does not grow old. */
export function Ago({ at }: { readonly at: number }) {
  const ms = Math.max(0, useNow() - at)
  return (
    <time className="num" title={dayTime(at)}>
      {ms < 1_000 ? 'now' : `${shortLength(ms)} ago`}
    </time>
  )
}

/** The clock on the wall. */
export function WallClock() {
  const now = useNow()
  return (
    <time className="wall-clock num" title={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      {timeOfDay(now)}
    </time>
  )
}
