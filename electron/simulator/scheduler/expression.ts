import { notSimulated } from '../kit/notSimulated'
import { invalid } from './faults'

const atForm = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/
const rateForm = /^rate\(([1-9]\d*) (minutes?|hours?|days?)\)$/
/** Six fields; what stands in them is AWS's business. */
const cronForm = /^cron\(\S+( \S+){5}\)$/

/**
 * The moment of a one-time expression in its time zone, in epoch ms; undefined: the clocks skip it.
 * Recurring expressions are refused: those that are well formed with 501.
 */
export function momentOf(expression: string, timeZone: string): number | undefined {
  checkTimeZone(timeZone)
  const at = atForm.exec(expression)
  if (at) {
    const [, ...parts] = at
    const local = localTime(parts.map(Number))
    if (local === undefined) throw invalidExpression(expression)
    return epochOf(local, timeZone)
  }
  if (rateForm.test(expression)) throw notSimulated('A rate expression')
  if (cronForm.test(expression)) throw notSimulated('A cron expression')
  throw invalidExpression(expression)
}

const invalidExpression = (expression: string) =>
  invalid(`Invalid Schedule Expression ${expression}.`)

/** The parts as if they were UTC; undefined: no such date or time. */
function localTime(parts: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(local)
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60
  return isReal && second < 60 ? local : undefined
}

function checkTimeZone(timeZone: string): void {
  // Intl takes offsets such as +02:00 too; AWS wants a name.
  if (/^[A-Za-z]/.test(timeZone) && isTimeZone(timeZone)) return
  throw invalid(`Invalid ScheduleExpressionTimezone ${timeZone}.`)
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone.length > 0
  } catch (thrown) {
    if (thrown instanceof RangeError) return false
    throw thrown
  }
}

const halfADayMs = 12 * 3_600_000

/**
 * Of two moments with this local time, in autumn, the first; undefined when there is none, in spring.
 * (User guide, "Schedule types": skipped times do not fire, repeated ones fire once.)
 */
function epochOf(local: number, timeZone: string): number | undefined {
  const offsets = [local - halfADayMs, local + halfADayMs].map((near) => offsetAt(near, timeZone))
  return offsets
    .map((offset) => local - offset)
    .filter((epoch) => epoch + offsetAt(epoch, timeZone) === local)
    .sort((one, other) => one - other)[0]
}

/** How far the zone's wall clock is ahead of UTC at that moment, in ms. */
function offsetAt(epoch: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...allParts })
  const parts = new Map(format.formatToParts(epoch).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const wall = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  )
  return wall - Math.floor(epoch / 1000) * 1000
}

const allParts = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const
