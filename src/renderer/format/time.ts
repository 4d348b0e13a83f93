const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const two = (n: number): string => String(n).padStart(2, '0')

/** `00:42:10`; never negative. */
export function timecode(ms: number): string {
  const s = Math.max(0, Math.floor(ms / SECOND))
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}

/** A length in words: `8 s`, `2 min 5 s`, `3 h 20 min`. */
export function lengthInWords(ms: number): string {
  const safe = Math.max(0, ms)
  if (safe < MINUTE) return `${Math.round(safe / SECOND)} s`
  if (safe < HOUR) {
    const s = Math.floor(safe / SECOND) % 60
    const min = `${Math.floor(safe / MINUTE)} min`
    return s === 0 ? min : `${min} ${s} s`
  }
  const min = Math.floor(safe / MINUTE) % 60
  const h = `${Math.floor(safe / HOUR)} h`
  return min === 0 ? h : `${h} ${min} min`
}

/** A length read at a glance: `45 s`, `12 min`, `7 h 41`. */
export function shortLength(ms: number): string {
  const safe = Math.max(0, ms)
  if (safe < MINUTE) return `${Math.floor(safe / SECOND)} s`
  if (safe < HOUR) return `${Math.floor(safe / MINUTE)} min`
  return `${Math.floor(safe / HOUR)} h ${two(Math.floor(safe / MINUTE) % 60)}`
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const clockShort = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** The reader's own clock, with seconds. */
export const timeOfDay = (at: number): string => clock.format(at)
/** The reader's own clock, without seconds. */
export const shortTimeOfDay = (at: number): string => clockShort.format(at)
/** Day and time in the reader's own order. */
export const dayTime = (at: number): string => dayAndTime.format(at)

/** `17:12` for today, with the day for any other. */
export const endTime = (at: number, now: number): string =>
  new Date(at).toDateString() === new Date(now).toDateString() ? shortTimeOfDay(at) : dayTime(at)

/** For `<input type="datetime-local">`, which knows neither zone nor seconds. */
export function toLocalInput(at: number): string {
  const d = new Date(at)
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
  return `${day}T${two(d.getHours())}:${two(d.getMinutes())}`
}

/** Back from the input; null when it is empty or no date. */
export function fromLocalInput(text: string): number | null {
  if (text === '') return null
  const at = new Date(text).getTime()
  return Number.isNaN(at) ? null : at
}
