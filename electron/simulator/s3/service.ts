import { join } from 'node:path'
import { AwsFault, type AwsAnswer, type AwsRequest, type Service } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import type { S3Request } from './exchange'
import { methodNotAllowed, S3Fault } from './fault'
import { putOwnObject, putOwnObjectNow } from './objects'
import { checkOwner, checkSignature, isVirtualHosted, type KnownKeys } from './access'
import { notSimulated } from '../kit/notSimulated'
import { operationNamed, operations, otherOperationNamed } from './operations'
import { checkPresigned } from './presigned'
import { ObjectStore } from './store'
import { faultOnTheWire, foreignFault, isDecodable, onTheWire, placeOf, singleValued } from './wire'

/** In every rehearsal account from the start, so that a recording has somewhere to go. */
export const rehearsalBucket = 'tallylight-rehearsal'

export interface OwnWrite {
  readonly bucket: string
  readonly key: string
  readonly contentType: string
  readonly body: Uint8Array
}

/** How another service of the simulator uses S3. Refused as S3 would refuse it, with an Error. */
export interface OwnAccess {
  /** PutObject. */
  write(object: OwnWrite): Promise<void>
  /** PutObject at the very moment the clock has reached: in effect when this returns. */
  writeNow(object: OwnWrite): void
  /** A PutObject of what a later one replaces before anybody can look: it is only billed. */
  writeInPassing(): void
  /** DeleteObject. */
  remove(object: Pick<OwnWrite, 'bucket' | 'key'>): Promise<void>
}

export interface S3Service extends Service {
  /** The Region of a bucket; undefined: there is none of that name. */
  regionOf(bucket: string): string | undefined
  /** Good until the next reset: what was still being written then is not to fill the empty account. */
  access(): OwnAccess
}

/**
 * Amazon S3 in path style: buckets, objects, listings, multipart uploads. One endpoint answers for
 * buckets of every Region. Access control, versions, encryption and lifecycle are not simulated.
 */
export function s3Service(context: SimulatorContext, keys: KnownKeys): S3Service {
  const stateDir = context.stateDir && join(context.stateDir, 's3')
  return new SimulatedS3(context, keys, ObjectStore.open(stateDir))
}

class SimulatedS3 implements S3Service {
  readonly scope = 's3'
  /** How many times the account was emptied. */
  #era = 0

  constructor(
    private readonly context: SimulatorContext,
    private readonly keys: KnownKeys,
    private readonly store: ObjectStore,
  ) {
    if (store.isNew) this.#foundAccount()
    else this.#meterWhatLies()
    store.onBytesChanged = (bucket, delta) => {
      context.meter.s3BytesChanged(bucket, delta)
      context.changed()
    }
  }

  operationOf(request: AskedOf): string | undefined {
    const shape = shapeOf(request)
    return operationNamed(shape) ?? otherOperationNamed(shape)
  }

  async handle(request: AwsRequest): Promise<AwsAnswer> {
    if (isVirtualHosted(request)) throw notSimulated('A bucket in the host name: use path style')
    const shape = shapeOf(request)
    const name = operationNamed(shape)
    const other = name === undefined ? otherOperationNamed(shape) : undefined
    if (other !== undefined) throw notSimulated(`s3:${other}`)
    try {
      checkPresigned(request, this.context.clock)
      if (name === undefined) throw methodNotAllowed(shape.method, resourceTypeOf(shape))
      checkSignature(request, name, this.keys)
      checkOwner(request, this.context.account)
      const { handle, billedAs } = operations[name]
      if (billedAs !== 'free') this.context.meter.s3Request(billedAs)
      return onTheWire(await handle(this.store, this.#requestOf(request)), request)
    } catch (thrown) {
      if (thrown instanceof AwsFault) throw thrown
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
      newUploadId: () => this.#newUploadId(),
    }
  }

  /** From a stream of its own: looking at the simulator draws request ids. */
  #newUploadId(): string {
    const id = this.context.ids.hex('s3-upload', 32)
    this.context.changed()
    return this.store.catalog.hasUpload(id) ? this.#newUploadId() : id
  }

  /** A full or failing disk is S3's own trouble: clients try again. */
  #asFault(thrown: unknown): S3Fault {
    if (thrown instanceof S3Fault) return thrown
    this.context.log(`s3: ${thrown instanceof Error ? (thrown.stack ?? '') : String(thrown)}`)
    return new S3Fault('InternalError', 'We encountered an internal error. Please try again.')
  }

  faultAnswer(fault: AwsFault, request: AwsRequest): AwsAnswer {
    return foreignFault(fault, request)
  }

  /** S3 does not throttle at this scale; a drill does, in S3's words. */
  throttled = (): AwsFault => new AwsFault(503, 'SlowDown', 'Please reduce your request rate.')

  regionOf(bucket: string): string | undefined {
    const { catalog } = this.store
    return catalog.hasBucket(bucket) ? catalog.bucket(bucket).region : undefined
  }

  access(): OwnAccess {
    const era = this.#era
    const check = () => {
      if (era !== this.#era) throw new Error('the account was emptied meanwhile')
    }
    const writeNow = ({ bucket, key, contentType, body }: OwnWrite) => {
      check()
      this.context.meter.s3Request('put')
      const now = this.context.clock.now()
      const { freed } = putOwnObjectNow(this.store, { bucket, key, contentType, body, now })
      freed.catch((failure: unknown) => this.context.log(`s3: ${String(failure)}`))
    }
    return {
      write: async ({ bucket, key, contentType, body }) => {
        check()
        // On a manual clock what is due has happened when the move of its hands is answered.
        if (this.context.clock.kind === 'manual')
          return writeNow({ bucket, key, contentType, body })
        this.context.meter.s3Request('put')
        const now = this.context.clock.now()
        const own = { bucket, key, contentType, body, now }
        await putOwnObject(this.store, { ...own, checkAgain: check })
      },
      writeNow,
      writeInPassing: () => this.context.meter.s3Request('put'),
      remove: async ({ bucket, key }) => {
        check()
        if (!this.store.catalog.object(bucket, key)) return
        await this.store.commit({ did: 'delete-object', bucket, key })
      },
    }
  }

  /** Counts only: what lies in the buckets S3 itself can be asked for. */
  world(): unknown {
    const { catalog } = this.store
    return {
      buckets: catalog.buckets().map((bucket) => ({
        ...bucket,
        objects: catalog.objectCount(bucket.name),
        bytes: catalog.storedBytes(bucket.name),
        uploads: catalog.uploadsOf(bucket.name).length,
      })),
    }
  }

  busy(): boolean {
    return false
  }

  /** The objects keep themselves, in a folder of their own, whatever was saved of the rest. */
  snapshot(): unknown {
    return {}
  }

  /** A kill may have come between a change of a bucket and the next save of the bill. */
  restore(): void {
    this.#meterWhatLies()
  }

  reset(): void {
    this.#era += 1
    this.store.clear()
    this.#foundAccount()
  }

  close(): Promise<void> {
    return this.store.close()
  }

  #meterWhatLies(): void {
    const { catalog } = this.store
    const bytes = catalog.buckets().map(({ name }) => [name, catalog.storedBytes(name)] as const)
    this.context.meter.s3BytesAre(Object.fromEntries(bytes))
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

type AskedOf = Pick<AwsRequest, 'method' | 'path' | 'query' | 'headers'>

const shapeOf = ({ method, path, query, headers }: AskedOf) => ({
  ...placeOf(path),
  method,
  query,
  copies: headers['x-amz-copy-source'] !== undefined,
})

/** As MethodNotAllowed calls it. */
const resourceTypeOf = ({ bucket, key }: ReturnType<typeof placeOf>) =>
  bucket === '' ? 'SERVICE' : key === '' ? 'BUCKET' : 'OBJECT'
