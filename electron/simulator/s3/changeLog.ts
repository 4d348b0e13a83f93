import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'

/** Whole lines only: one that does not fit on the disk is taken back before the failure is told. */
export class ChangeLog {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  append(line: string): void {
    const length = fstatSync(this.#file).size
    const bytes = Buffer.from(`${line}\n`)
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at)
    } catch (failure) {
      ftruncateSync(this.#file, length)
      throw failure
    }
  }

  /** Forgets every line. */
  clear(): void {
    ftruncateSync(this.#file, 0)
  }

  close(): void {
    closeSync(this.#file)
  }
}
