import { randomUUID } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { link, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ByteRange } from './ranges'

/** A run of stored bytes; an object is one of these, or one for each part it was uploaded in. */
export interface Blob {
  readonly id: string
  readonly size: number
}

/**
 * Bytes on disk under random names, so a key can be anything. A blob appears whole or not at all: it
 * is written aside and renamed when its last byte is down. A removed blob stays until its last reader
 * is done.
 */
export class BlobStore {
  readonly #readers = new Map<string, number>()
  readonly #doomed = new Set<string>()

  private constructor(private readonly folder: string) {}

  /** Opens a folder and clears it of everything that no object refers to. */
  static open(folder: string, known: ReadonlySet<string>): BlobStore {
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) {
      if (!known.has(name)) rmSync(join(folder, name), { force: true })
    }
    return new BlobStore(folder)
  }

  /** Takes a stream to its end; every chunk is shown to `onChunk` before it is written. */
  async write(body: Readable, onChunk: (chunk: Buffer) => void): Promise<Blob> {
    const id = randomUUID()
    const aside = `${this.#path(id)}.part`
    let size = 0
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length
        onChunk(chunk)
        done(null, chunk)
      },
    })
    try {
      await pipeline(body, count, createWriteStream(aside))
      await rename(aside, this.#path(id))
      return { id, size }
    } catch (failure) {
      await rm(aside, { force: true })
      throw failure
    }
  }

  /** Bytes at hand are down when this returns. */
  writeNow(bytes: Uint8Array): Blob {
    const id = randomUUID()
    const aside = `${this.#path(id)}.part`
    try {
      writeFileSync(aside, bytes)
      renameSync(aside, this.#path(id))
      return { id, size: bytes.length }
    } catch (failure) {
      rmSync(aside, { force: true })
      throw failure
    }
  }

  /** The same bytes under a name of their own; no byte is copied where the disk can link. */
  async duplicate(blob: Blob): Promise<Blob> {
    const id = randomUUID()
    await link(this.#path(blob.id), this.#path(id))
    return { id, size: blob.size }
  }

  read(blobs: readonly Blob[], range?: ByteRange): Readable {
    for (const blob of blobs) this.#hold(blob.id)
    const stream = Readable.from(this.#chunks(blobs, range), { objectMode: false })
    stream.once('close', () => {
      for (const blob of blobs) this.#release(blob.id)
    })
    return stream
  }

  async *#chunks(blobs: readonly Blob[], range?: ByteRange): AsyncGenerator<Buffer> {
    let start = 0
    for (const blob of blobs) {
      const first = Math.max(0, (range?.first ?? 0) - start)
      const last = Math.min(blob.size - 1, (range?.last ?? Infinity) - start)
      start += blob.size
      if (first > last) continue
      yield* createReadStream(this.#path(blob.id), { start: first, end: last })
    }
  }

  async remove(blobs: readonly Blob[]): Promise<void> {
    for (const { id } of blobs) {
      if (this.#readers.has(id)) this.#doomed.add(id)
      else await rm(this.#path(id), { force: true })
    }
  }

  #hold(id: string): void {
    this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1)
  }

  #release(id: string): void {
    const left = (this.#readers.get(id) ?? 1) - 1
    if (left > 0) {
      this.#readers.set(id, left)
      return
    }
    this.#readers.delete(id)
    // A file that cannot be removed now is swept when the folder is opened next.
    if (this.#doomed.delete(id)) rm(this.#path(id), { force: true }).catch(() => undefined)
  }

  #path(id: string): string {
    return join(this.folder, id)
  }
}
