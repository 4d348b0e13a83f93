import type { Randomness } from './random'

const decimal = '0123456789'
const hexadecimal = '0123456789abcdef'
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Names as AWS gives them, from seeded streams; each purpose has its own. */
export class Ids {
  constructor(private readonly random: Randomness) {}

  /** A decimal id that does not begin with 0 and that `isTaken` does not know (MediaLive: 7 digits). */
  numeric(purpose: string, digits: number, isTaken: (id: string) => boolean): string {
    const id = this.#draw(purpose, '123456789', 1) + this.#draw(purpose, decimal, digits - 1)
    return isTaken(id) ? this.numeric(purpose, digits, isTaken) : id
  }

  hex(purpose: string, length: number): string {
    return this.#draw(purpose, hexadecimal, length)
  }

  /** Letters of both cases and digits, as in IVS ARNs and stream keys. */
  alphanumeric(purpose: string, length: number): string {
    return this.#draw(purpose, alphanumeric, length)
  }

  uuid(purpose: string): string {
    const digits = this.hex(purpose, 30)
    const variant = '89ab'[Math.floor(this.random.stream(purpose).next() * 4)]
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(12, 15)}`,
      `${variant}${digits.slice(15, 18)}`,
      digits.slice(18, 30),
    ].join('-')
  }

  #draw(purpose: string, alphabet: string, length: number): string {
    const stream = this.random.stream(purpose)
    return Array.from({ length }, () => alphabet[Math.floor(stream.next() * alphabet.length)]).join(
      '',
    )
  }
}
