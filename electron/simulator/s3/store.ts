import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Blob, BlobStore } from './blobs'
import { Catalog } from './catalog'
import { ChangeLog } from './changeLog'
import { KeyWatches } from './keyWatches'
import type { ByteRange } from './ranges'
import type { CatalogChange } from './records'
import { openTemporaryFolder, removeTemporaryFolder } from './temporaryFolder'

/**
 * Bytes and catalog together. Every change is one line appended to a log before it counts, so a
 * process that is killed comes back with everything it had answered for; the log is shortened each
 * time it is opened. Without a folder of its own it uses a temporary one and takes it away.
 */
export class ObjectStore {
  /** Told after a change how many bytes more (or fewer) a bucket holds. */
  onBytesChanged: (bucket: string, deltaBytes: number) => void = () => {}

  readonly catalog: Catalog
  readonly watches = new KeyWatches()
  /** Whether the folder held nothing before: a new account. */
  readonly isNew: boolean
  readonly #blobs: BlobStore
  readonly #log: ChangeLog
  readonly #folder: string

  private constructor(
    folder: string,
    private readonly isTemporary: boolean,
  ) {
    const log = join(folder, 'catalog.jsonl')
    this.isNew = !existsSync(log)
    this.catalog = replay(log)
    shorten(this.catalog, log)
    this.#blobs = BlobStore.open(join(folder, 'blobs'), this.catalog.blobIds())
    this.#log = new ChangeLog(log)
    this.#folder = folder
  }

  static open(stateDir?: string): ObjectStore {
    const folder = stateDir ?? openTemporaryFolder()
    mkdirSync(folder, { recursive: true })
    return new ObjectStore(folder, stateDir === undefined)
  }

  /** Records a change and forgets the bytes it freed. Until the line is down nothing has happened. */
  async commit(change: CatalogChange): Promise<void> {
    const bucket = this.#bucketOf(change)
    this.#log.append(JSON.stringify(change))
    const before = this.catalog.storedBytes(bucket)
    const freed = this.catalog.apply(change)
    if (change.did === 'delete-object') this.watches.deleted(change.bucket, change.key)
    const delta = this.catalog.storedBytes(bucket) - before
    if (delta !== 0) this.onBytesChanged(bucket, delta)
    await this.#blobs.remove(freed)
  }

  /** Throws where the bucket or the upload went while a body was on its way: a line that cannot be replayed. */
  #bucketOf(change: CatalogChange): string {
    switch (change.did) {
      case 'create-bucket':
        return change.bucket.name
      case 'set-lifecycle':
      case 'delete-bucket':
        return this.catalog.bucket(change.name).name
      case 'put-object':
      case 'delete-object':
      case 'set-tags':
        return this.catalog.bucket(change.bucket).name
      case 'begin-upload':
        return this.catalog.bucket(change.upload.bucket).name
      case 'put-part':
      case 'abort-upload':
      case 'complete-upload':
        return this.catalog.bucketOfUpload(change.uploadId)
    }
  }

  /** Everything gone at once; the bytes are taken off the disk in the background. */
  clear(): void {
    const ids = [...this.catalog.blobIds()]
    for (const { name } of this.catalog.buckets()) {
      this.onBytesChanged(name, -this.catalog.storedBytes(name))
    }
    this.#log.clear()
    this.catalog.clear()
    // What is left over is swept when the folder is opened next.
    this.#blobs.remove(ids.map((id) => ({ id, size: 0 }))).catch(() => undefined)
  }

  writeBlobNow(bytes: Uint8Array): Blob {
    return this.#blobs.writeNow(bytes)
  }

  writeBlob(body: Readable, onChunk: (chunk: Buffer) => void): Promise<Blob> {
    return this.#blobs.write(body, onChunk)
  }

  async duplicate(blobs: readonly Blob[]): Promise<readonly Blob[]> {
    return Promise.all(blobs.map((blob) => this.#blobs.duplicate(blob)))
  }

  read(blobs: readonly Blob[], range?: ByteRange): Readable {
    return this.#blobs.read(blobs, range)
  }

  discard(blobs: readonly Blob[]): Promise<void> {
    return this.#blobs.remove(blobs)
  }

  async close(): Promise<void> {
    this.#log.close()
    if (this.isTemporary) await removeTemporaryFolder(this.#folder)
  }
}

function replay(log: string): Catalog {
  const catalog = new Catalog()
  if (!existsSync(log)) return catalog
  const lines = readFileSync(log, 'utf8').split('\n')
  // A line without its newline was cut by a crash before it was answered: it never happened.
  for (const line of lines.slice(0, -1)) {
    // Our own file, written by commit(): its shape is known.
    catalog.apply(JSON.parse(line) as CatalogChange)
  }
  return catalog
}

function shorten(catalog: Catalog, log: string): void {
  const lines = [...catalog.changes()].map((change) => `${JSON.stringify(change)}\n`)
  writeFileSync(`${log}.new`, lines.join(''))
  renameSync(`${log}.new`, log)
}
