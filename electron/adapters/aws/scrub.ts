const mask = '•••'

/** Stream keys of IVS, access key ids of AWS: recognised by their form, even if never seen before. */
const secretForms = [/\bsk_[a-z0-9-]+_[A-Za-z0-9_-]+/g, /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g]
const accountInArn = /(\barn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:)(\d{4})\d{4}(\d{4})\b/g

/** Shorter texts are no secrets, and replacing them would eat ordinary words. */
const shortestSecret = 4

/**
 * Keeps secrets out of everything that is said. Whatever key passed through an adapter is remembered,
 * in memory only, so that it can be struck out of any text that AWS or a library hands back.
 */
export class Scrubber {
  readonly #secrets = new Set<string>()

  /** From now on this text is struck out, as it is and percent-encoded. */
  remember(secret: string): void {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      if (form.length >= shortestSecret) this.#secrets.add(form)
    }
  }

  scrub(text: string): string {
    // The longest first: a key may be the beginning of another.
    const known = [...this.#secrets].sort((one, other) => other.length - one.length)
    const unknowing = known.reduce((left, secret) => left.replaceAll(secret, mask), text)
    const formless = secretForms.reduce((left, form) => left.replace(form, mask), unknowing)
    return formless.replace(accountInArn, '$1$2…$3')
  }
}
