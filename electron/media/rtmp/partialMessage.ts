const FIRST_ALLOCATION = 16 * 1024

/** A message under way. Memory grows with what has arrived, never with what was only announced. */
export class PartialMessage {
  private held: Buffer = Buffer.alloc(0)
  private length = 0

  constructor(private readonly announced: number) {}

  get missing(): number {
    return this.announced - this.length
  }

  get heldBytes(): number {
    return this.held.length
  }

  /** Copies the bytes in and returns how much more memory that took. */
  append(bytes: Uint8Array): number {
    const before = this.held.length
    const needed = this.length + bytes.length
    if (needed > before) this.grow(needed)
    this.held.set(bytes, this.length)
    this.length = needed
    return this.held.length - before
  }

  bytes(): Uint8Array {
    return this.held.subarray(0, this.length)
  }

  private grow(needed: number): void {
    const roomy = Math.max(needed, this.held.length * 2, FIRST_ALLOCATION)
    const larger = Buffer.allocUnsafe(Math.min(this.announced, roomy))
    larger.set(this.held.subarray(0, this.length))
    this.held = larger
  }
}
