import type { Blob } from './blobs'
import type { ChecksumAlgorithm } from './checksums'
import type { ObjectTag } from './tags'

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm
  readonly value: string
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** What a client said about an object beside its bytes: content headers, x-amz-meta-*, class. */
export type ObjectHeaders = Readonly<Record<string, string>>

export interface ObjectRecord {
  readonly key: string
  readonly blobs: readonly Blob[]
  readonly size: number
  /** Without quotes; MD5 of the bytes, or of the parts' MD5s followed by `-count`. */
  readonly etag: string
  readonly modifiedAt: number
  readonly headers: ObjectHeaders
  readonly checksum?: StoredChecksum | undefined
  /** At least one; absent: it has none. */
  readonly tags?: readonly ObjectTag[] | undefined
}

export interface PartRecord {
  readonly partNumber: number
  readonly blob: Blob
  readonly etag: string
  readonly modifiedAt: number
  readonly checksum?: StoredChecksum | undefined
}

export interface UploadRecord {
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly startedAt: number
  readonly headers: ObjectHeaders
  readonly tags?: readonly ObjectTag[] | undefined
  readonly algorithm?: ChecksumAlgorithm | undefined
  readonly checksumType?: string | undefined
}

export interface BucketRecord {
  readonly name: string
  readonly region: string
  readonly createdAt: number
  /** The rules as XML, without their root; absent: there are none. */
  readonly lifecycle?: string | undefined
}

/** One change of the catalog. Replayed in order, the changes give the catalog. */
export type CatalogChange =
  | { readonly did: 'create-bucket'; readonly bucket: BucketRecord }
  | { readonly did: 'set-lifecycle'; readonly name: string; readonly lifecycle: string | null }
  | { readonly did: 'delete-bucket'; readonly name: string }
  | { readonly did: 'put-object'; readonly bucket: string; readonly object: ObjectRecord }
  | { readonly did: 'delete-object'; readonly bucket: string; readonly key: string }
  | {
      readonly did: 'set-tags'
      readonly bucket: string
      readonly key: string
      readonly tags: readonly ObjectTag[]
    }
  | { readonly did: 'begin-upload'; readonly upload: UploadRecord }
  | { readonly did: 'put-part'; readonly uploadId: string; readonly part: PartRecord }
  | { readonly did: 'abort-upload'; readonly uploadId: string }
  | {
      readonly did: 'complete-upload'
      readonly uploadId: string
      readonly bucket: string
      /** Made of the blobs of the parts that were named; the other parts are dropped. */
      readonly object: ObjectRecord
    }
