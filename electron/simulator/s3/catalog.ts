import type { Blob } from './blobs'
import { noSuchBucket, noSuchUpload } from './fault'
import { KeyShelf } from './keyShelf'
import { compareKeys } from './listing'
import type { BucketRecord, CatalogChange, ObjectRecord, PartRecord, UploadRecord } from './records'

interface Shelf {
  bucket: BucketRecord
  readonly objects: Map<string, ObjectRecord>
  readonly keys: KeyShelf
  /** Of all objects and of the parts of unfinished uploads: S3 bills both. */
  storedBytes: number
}

interface OpenUpload {
  readonly upload: UploadRecord
  readonly parts: Map<number, PartRecord>
}

/** Which buckets, objects and unfinished uploads there are. Knows names and sizes, not bytes. */
export class Catalog {
  readonly #shelves = new Map<string, Shelf>()
  readonly #uploads = new Map<string, OpenUpload>()

  /** Applies one change and returns the blobs nothing refers to any more. */
  apply(change: CatalogChange): readonly Blob[] {
    switch (change.did) {
      case 'create-bucket': {
        const { bucket } = change
        this.#shelves.set(bucket.name, { bucket, ...emptyShelf() })
        return []
      }
      case 'set-lifecycle':
        return this.#setLifecycle(this.#shelf(change.name), change.lifecycle ?? undefined)
      case 'delete-bucket':
        this.#shelves.delete(change.name)
        return []
      case 'put-object':
        return this.#putObject(this.#shelf(change.bucket), change.object)
      case 'delete-object':
        return this.#deleteObject(this.#shelf(change.bucket), change.key)
      case 'set-tags':
        return this.#setTags(this.#shelf(change.bucket), change.key, change.tags)
      case 'begin-upload':
        this.#uploads.set(change.upload.id, { upload: change.upload, parts: new Map() })
        return []
      case 'put-part':
        return this.#putPart(change.uploadId, change.part)
      case 'abort-upload':
        return this.#endUpload(change.uploadId)
      case 'complete-upload':
        return this.#completeUpload(change)
    }
  }

  #setLifecycle(shelf: Shelf, lifecycle: string | undefined): readonly Blob[] {
    shelf.bucket = { ...shelf.bucket, lifecycle }
    return []
  }

  #putObject(shelf: Shelf, object: ObjectRecord): readonly Blob[] {
    const before = shelf.objects.get(object.key)
    shelf.keys.add(object.key)
    shelf.objects.set(object.key, object)
    shelf.storedBytes += object.size - (before?.size ?? 0)
    return before?.blobs ?? []
  }

  #deleteObject(shelf: Shelf, key: string): readonly Blob[] {
    const before = shelf.objects.get(key)
    if (!before) return []
    shelf.objects.delete(key)
    shelf.keys.remove(key)
    shelf.storedBytes -= before.size
    return before.blobs
  }

  #setTags(shelf: Shelf, key: string, tags: ObjectRecord['tags']): readonly Blob[] {
    const object = shelf.objects.get(key)
    if (object) shelf.objects.set(key, { ...object, tags: tags?.length ? tags : undefined })
    return []
  }

  #putPart(uploadId: string, part: PartRecord): readonly Blob[] {
    const { upload, parts } = this.#open(uploadId)
    const before = parts.get(part.partNumber)
    parts.set(part.partNumber, part)
    this.#shelf(upload.bucket).storedBytes += part.blob.size - (before?.blob.size ?? 0)
    return before ? [before.blob] : []
  }

  #endUpload(uploadId: string): readonly Blob[] {
    const { upload, parts } = this.#open(uploadId)
    const blobs = [...parts.values()].map((part) => part.blob)
    this.#uploads.delete(uploadId)
    this.#shelf(upload.bucket).storedBytes -= sizeOf(blobs)
    return blobs
  }

  #completeUpload({
    uploadId,
    bucket,
    object,
  }: CatalogChange & { readonly did: 'complete-upload' }): readonly Blob[] {
    const used = new Set(object.blobs.map(({ id }) => id))
    const unused = this.#endUpload(uploadId).filter(({ id }) => !used.has(id))
    return [...unused, ...this.#putObject(this.#shelf(bucket), object)]
  }

  buckets(): readonly BucketRecord[] {
    return [...this.#shelves.values()].map(({ bucket }) => bucket)
  }

  hasBucket(name: string): boolean {
    return this.#shelves.has(name)
  }

  bucket(name: string): BucketRecord {
    return this.#shelf(name).bucket
  }

  object(bucket: string, key: string): ObjectRecord | undefined {
    return this.#shelf(bucket).objects.get(key)
  }

  storedBytes(bucket: string): number {
    return this.#shelves.get(bucket)?.storedBytes ?? 0
  }

  objectCount(bucket: string): number {
    return this.#shelf(bucket).objects.size
  }

  /** All keys in S3's order. */
  sortedKeys(bucket: string): readonly string[] {
    return this.#shelf(bucket).keys.inOrder
  }

  upload(bucket: string, key: string, uploadId: string): UploadRecord {
    const { upload } = this.#open(uploadId)
    if (upload.bucket !== bucket || upload.key !== key) throw noSuchUpload(uploadId)
    return upload
  }

  hasUpload(uploadId: string): boolean {
    return this.#uploads.has(uploadId)
  }

  bucketOfUpload(uploadId: string): string {
    return this.#open(uploadId).upload.bucket
  }

  uploadsOf(bucket: string): readonly UploadRecord[] {
    return [...this.#uploads.values()]
      .map(({ upload }) => upload)
      .filter((upload) => upload.bucket === bucket)
      .toSorted((a, b) => compareKeys(a.key, b.key) || compareKeys(a.id, b.id))
  }

  /** Parts in ascending order of their number. */
  partsOf(uploadId: string): readonly PartRecord[] {
    return [...this.#open(uploadId).parts.values()].toSorted((a, b) => a.partNumber - b.partNumber)
  }

  /** The shortest list of changes that leads to this catalog. */
  *changes(): Generator<CatalogChange> {
    for (const { bucket, objects } of this.#shelves.values()) {
      yield { did: 'create-bucket', bucket }
      for (const object of objects.values()) {
        yield { did: 'put-object', bucket: bucket.name, object }
      }
    }
    for (const { upload, parts } of this.#uploads.values()) {
      yield { did: 'begin-upload', upload }
      for (const part of parts.values()) yield { did: 'put-part', uploadId: upload.id, part }
    }
  }

  clear(): void {
    this.#shelves.clear()
    this.#uploads.clear()
  }

  blobIds(): ReadonlySet<string> {
    const ids = new Set<string>()
    for (const change of this.changes()) {
      if (change.did === 'put-object') for (const { id } of change.object.blobs) ids.add(id)
      if (change.did === 'put-part') ids.add(change.part.blob.id)
    }
    return ids
  }

  #shelf(name: string): Shelf {
    const shelf = this.#shelves.get(name)
    if (!shelf) throw noSuchBucket(name)
    return shelf
  }

  #open(uploadId: string): OpenUpload {
    const open = this.#uploads.get(uploadId)
    if (!open) throw noSuchUpload(uploadId)
    return open
  }
}

const emptyShelf = (): Omit<Shelf, 'bucket'> => ({
  objects: new Map(),
  keys: new KeyShelf(),
  storedBytes: 0,
})

const sizeOf = (blobs: readonly Blob[]) => blobs.reduce((sum, { size }) => sum + size, 0)
