import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Printed addresses that were not opened yet; an older one than these is refused. */
const MAX_OPEN_TOKENS = 8
/** Browsers that were let in; the oldest has to ask for a new address. */
const MAX_VISITORS = 32
const SECRET_BYTES = 32

/** Who may come in: a token from the printed address, once, then a cookie of this run. */
export class Admission {
  readonly #tokens: string[] = []
  readonly #visitors: string[] = []

  newToken(): string {
    return remember(this.#tokens, MAX_OPEN_TOKENS)
  }

  /** A visitor's secret for the cookie, in exchange for a token nobody has used. */
  redeem(token: string): string | undefined {
    const at = positionOf(token, this.#tokens)
    if (at < 0) return undefined
    this.#tokens.splice(at, 1)
    return remember(this.#visitors, MAX_VISITORS)
  }

  isVisitor(secret: string | undefined): boolean {
    return secret !== undefined && positionOf(secret, this.#visitors) >= 0
  }
}

function remember(secrets: string[], most: number): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  secrets.push(secret)
  if (secrets.length > most) secrets.shift()
  return secret
}

/** Compares with every one, in a time that tells neither how far nor which one fits. */
function positionOf(offered: string, secrets: readonly string[]): number {
  const digest = digestOf(offered)
  return secrets.map((secret) => timingSafeEqual(digest, digestOf(secret))).indexOf(true)
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()
