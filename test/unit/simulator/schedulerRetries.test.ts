import { describe, expect, it } from 'vitest'
import { backOffMs, isRetried } from '../../../electron/simulator/scheduler/retries'

describe('a call of a schedule that failed', () => {
  it.each([
    [{ status: 500, type: 'InternalServerErrorException' }, true],
    [{ status: 503, type: 'ServiceUnavailable' }, true],
    [{ status: 429, type: 'LimitedException' }, true],
    [{ status: 429, type: 'TooManyRequestsException' }, true],
    [{ status: 400, type: 'ThrottlingException' }, true],
    [{ status: 400, type: 'Throttling' }, true],
    [{ status: 400, type: 'ValidationException' }, false],
    [{ status: 403, type: 'AccessDeniedException' }, false],
    [{ status: 404, type: 'NotFoundException' }, false],
    [{ status: 409, type: 'ConflictException' }, false],
  ])('with %o is tried again: %s', (fault, again) => {
    expect(isRetried(fault, 'given-up')).toBe(again)
    expect(isRetried(fault, 'retried')).toBe(true)
  })

  it('waits twice as long each time, up to eight minutes, a quarter more or less', () => {
    const middles = Array.from({ length: 12 }, (_, retries) => backOffMs(retries, 0.5))
    expect(middles.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(middles.slice(-3)).toEqual([480_000, 480_000, 480_000])
    expect([backOffMs(3, 0), backOffMs(3, 0.999_999)]).toEqual([6_000, 10_000])
  })

  it('may be tried 185 times within the day that an event lives', () => {
    const total = Array.from({ length: 185 }, (_, retries) => backOffMs(retries, 0.5))
    const hours = total.reduce((sum, ms) => sum + ms, 0) / 3_600_000
    expect(hours).toBeGreaterThan(20)
    expect(hours).toBeLessThanOrEqual(24)
  })
})
