/**
 * Reads single bits and Exp-Golomb numbers (H.264, 9.1). Past the end it answers zeroes and says so
 * in `isOverrun`, so that a parser checks once instead of at every field.
 */
export class BitReader {
  private position = 0

  constructor(private readonly bytes: Uint8Array) {}

  get isOverrun(): boolean {
    return this.position > this.bytes.length * 8
  }

  bit(): number {
    const byte = this.bytes[this.position >> 3] ?? 0
    const value = (byte >> (7 - (this.position & 7))) & 1
    this.position += 1
    return value
  }

  bits(count: number): number {
    let value = 0
    for (let index = 0; index < count; index += 1) value = value * 2 + this.bit()
    return value
  }

  unsigned(): number {
    let leadingZeroes = 0
    while (this.bit() === 0) {
      leadingZeroes += 1
      if (leadingZeroes > 32 || this.isOverrun) return this.overrun()
    }
    return 2 ** leadingZeroes - 1 + this.bits(leadingZeroes)
  }

  signed(): number {
    const code = this.unsigned()
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2
  }

  private overrun(): number {
    this.position = this.bytes.length * 8 + 1
    return 0
  }
}
