import { join } from 'node:path'
import { AwsFault, type AwsAnswer, type AwsRequest, type Service } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import type { S3Answer, S3Request } from './exchange'
import { S3Fault } from './fault'
import { putOwnObject } from './objects'
import { operationNamed, operations, type OperationName } from './operations'
import { checkNotExpired } from './presigned'
import { ObjectStore } from './store'

/** In every rehearsal account from the start, so that a recording has somewhere to go. */
export const rehearsalBucket = 'tallylight-rehearsal'

export interface OwnWrite {
  readonly bucket: string
  readonly key: string
  readonly contentType: string
  readonly body: Uint8Array
}

export interface S3Service extends Service {
  /** A PutObject by another service of the simulator; refused as S3 would refuse it, with an Error. */
  write(object: OwnWrite): Promise<void>
  /** A DeleteObject by another service of the simulator. */
  remove(object: Pick<OwnWrite, 'bucket' | 'key'>): Promise<void>
}

/**
 * Amazon S3 in path style: buckets, objects, listings, multipart uploads. One endpoint answers for
 * buckets of every Region. Access control, versions, tags, encryption and lifecycle are not simulated.
 */
export function s3Service(context: SimulatorContext): S3Service {
  const stateDir = context.stateDir && join(context.stateDir, 's3')
  return new SimulatedS3(context, ObjectStore.open(stateDir))
}

class SimulatedS3 implements S3Service {
  readonly scope = 's3'

  constructor(
    private readonly context: SimulatorContext,
    private readonly store: ObjectStore,
  ) {
    if (store.isNew) this.#foundAccount()
    store.onBytesChanged = (bucket, delta) => {
      context.meter.s3BytesChanged(bucket, delta)
      context.changed()
    }
  }

  operationOf(request: AwsRequest): OperationName | undefined {
    return operationNamed({
      ...placeOf(request.path),
      method: request.method,
      query: request.query,
      copies: request.headers['x-amz-copy-source'] !== undefined,
    })
  }

  async handle(request: AwsRequest): Promise<AwsAnswer> {
    const name = this.operationOf(request)
    if (name === undefined) throw new Error(`no operation for ${request.method} ${request.path}`)
    try {
      checkNotExpired(request.query, this.context.clock.now())
      const { handle, billedAs } = operations[name]
      if (billedAs !== 'free') this.context.meter.s3Request(billedAs)
      return onTheWire(await handle(this.store, this.#requestOf(request)), request)
    } catch (thrown) {
      return faultOnTheWire(this.#asFault(thrown), request)
    }
  }

  #requestOf(request: AwsRequest): S3Request {
    if (!isDecodable(request.path))
      throw new S3Fault('InvalidURI', "Couldn't parse the specified URI.")
    return {
      ...placeOf(request.path),
      method: request.method,
      query: request.query,
      headers: singleValued(request.headers),
      body: request.stream,
      region: request.region,
      requestId: request.requestId,
      now: this.context.clock.now(),
    }
  }

  /** A full or failing disk is S3's own trouble: clients try again. */
  #asFault(thrown: unknown): S3Fault {
    if (thrown instanceof S3Fault) return thrown
    this.context.log(`s3: ${thrown instanceof Error ? (thrown.stack ?? '') : String(thrown)}`)
    return new S3Fault('InternalError', 'We encountered an internal error. Please try again.')
  }

  faultAnswer(fault: AwsFault, request: AwsRequest): AwsAnswer {
    const code = spelling[fault.type] ?? fault.type
    const xml = new S3Fault('InternalError', fault.message).toXml(
      request.path,
      request.requestId,
      code,
    )
    return { status: fault.status, headers: xmlHeaders(request), body: xml }
  }

  /** S3 does not throttle at this scale; a drill does, in S3's words. */
  throttled = (): AwsFault => new AwsFault(503, 'SlowDown', 'Please reduce your request rate.')

  async write({ bucket, key, contentType, body }: OwnWrite): Promise<void> {
    this.context.meter.s3Request('put')
    const now = this.context.clock.now()
    await putOwnObject(this.store, { bucket, key, contentType, body, now })
  }

  async remove({ bucket, key }: Pick<OwnWrite, 'bucket' | 'key'>): Promise<void> {
    if (!this.store.catalog.object(bucket, key)) return
    await this.store.commit({ did: 'delete-object', bucket, key })
  }

  world(): unknown {
    const { catalog } = this.store
    return {
      buckets: catalog.buckets().map((bucket) => ({
        ...bucket,
        bytes: catalog.storedBytes(bucket.name),
        uploads: catalog.uploadsOf(bucket.name).length,
        objects: catalog.sortedKeys(bucket.name).map((key) => {
          const object = catalog.object(bucket.name, key)
          return { key, size: object?.size, etag: object?.etag, modifiedAt: object?.modifiedAt }
        }),
      })),
    }
  }

  busy(): boolean {
    return false
  }

  /** The objects keep themselves, in a folder of their own. */
  snapshot(): unknown {
    return undefined
  }

  restore(): void {}

  reset(): void {
    this.store.clear()
    this.#foundAccount()
  }

  close(): Promise<void> {
    return this.store.close()
  }

  #foundAccount(): void {
    const bucket = {
      name: rehearsalBucket,
      region: 'us-east-1',
      createdAt: this.context.clock.now(),
    }
    this.store.commit({ did: 'create-bucket', bucket }).catch((failure: unknown) => {
      this.context.log(`s3: the rehearsal bucket could not be made: ${String(failure)}`)
    })
  }
}

/** `/bucket/key`; a key keeps its slashes, the leading ones too. */
function placeOf(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  return { bucket: decoded(bucket), key: decoded(key) }
}

const decoded = (text: string) => (isDecodable(text) ? decodeURIComponent(text) : text)

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function singleValued(headers: AwsRequest['headers']): S3Request['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  )
}

const idHeaders = ({ requestId }: AwsRequest) => ({
  'x-amz-request-id': requestId,
  'x-amz-id-2': requestId,
  server: 'AmazonS3',
})

const xmlHeaders = (request: AwsRequest) => ({
  ...idHeaders(request),
  'content-type': 'application/xml',
})

const onTheWire = (answer: S3Answer, request: AwsRequest): AwsAnswer => ({
  ...answer,
  headers: { ...idHeaders(request), ...answer.headers },
})

const faultOnTheWire = (fault: S3Fault, request: AwsRequest): AwsAnswer => ({
  status: fault.status,
  headers: { ...xmlHeaders(request), ...fault.headers },
  body: fault.toXml(request.path, request.requestId),
})

/** How S3 names what the other services call otherwise. */
const spelling: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  InternalServerErrorException: 'InternalError',
}
