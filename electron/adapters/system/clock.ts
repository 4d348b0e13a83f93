import type { Clock } from '../../core/ports'

/** The longest a Node timer can wait; longer ones fire at once. */
const longestTimerMs = 2 ** 31 - 1

/** The clock of this machine. */
export const systemClock: Clock = { now: () => Date.now(), sleep }

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = ms; left > 0; left -= longestTimerMs) {
    await nap(Math.min(left, longestTimerMs), signal)
  }
}

function nap(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const wake = () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(wake, ms)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
