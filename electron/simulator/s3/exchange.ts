import type { Readable } from 'node:stream'

/** One S3 request in path style, its body not read yet. */
export interface S3Request {
  readonly method: string
  readonly bucket: string
  /** Decoded object key; empty for a request about the bucket itself. */
  readonly key: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Readable
  /** Region of the signature: that of the endpoint the client means. */
  readonly region: string
  readonly requestId: string
  readonly now: number
  /** One that no upload has or had; drawn from the seed. */
  newUploadId(): string
}

export interface S3Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Readable
}
