import { createHash } from 'node:crypto'
import { clipboard } from 'electron'
import type { Log } from '../../core/ports'

/** Long enough to paste a key, short enough that it is not pasted into a chat an hour later. */
const HOLD_MS = 30_000

/**
 * Lends the clipboard a secret. It is taken off again only while it is still there: what somebody
 * copied since is theirs. Only a digest is kept meanwhile.
 */
export class ClipboardLoan {
  #digest: string | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly log: Log) {}

  async copy(text: string): Promise<{ readonly clearsAt: number }> {
    clearTimeout(this.#timer)
    await clipboard.writeText(text)
    this.#digest = digestOf(text)
    this.#timer = setTimeout(() => void this.takeBack(), HOLD_MS)
    return { clearsAt: Date.now() + HOLD_MS }
  }

  /** At once; also when the console is left before the time is over. */
  async takeBack(): Promise<void> {
    clearTimeout(this.#timer)
    const lent = this.#digest
    this.#digest = undefined
    if (lent === undefined) return
    try {
      if (digestOf(await clipboard.readText()) === lent) clipboard.clear()
    } catch (thrown) {
      // Not readable: perhaps still ours. Clearing what may be somebody else's beats leaving a key.
      clipboard.clear()
      this.log.warn('the clipboard could not be read', { thrown })
    }
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')
