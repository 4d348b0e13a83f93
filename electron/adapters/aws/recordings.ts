import {
  DeleteObjectsCommand,
  type _Error as DeleteError,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Listing, Recordings, StoredObject } from '../../core/ports'
import { operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import { inBucketWords, isObjectMissing } from './bucketFaults'
import { present } from './members'
import { listAll } from './pages'

export interface RecordingsParts {
  readonly client: S3Client
  readonly region: string
  readonly now: () => number
  /** For what goes wrong after the answer began: a body that breaks off. */
  readonly inWords: (thrown: unknown, operation: string) => Error
}

/** The most that one DeleteObjects takes (Amazon S3 API reference). */
const deleteBatch = 1000
/** Written and taken away again to see whether we may. */
const probeName = 'recordings/tallylight-probe'

/** The recordings bucket in S3. */
export class S3Recordings implements Recordings {
  constructor(private readonly parts: RecordingsParts) {}

  list(bucket: string, prefix: string): Promise<Listing<StoredObject>> {
    const { client, now } = this.parts
    return this.#asked(bucket, () =>
      listAll({
        now,
        ask: (next) =>
          client.send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: next }),
          ),
        read: (page) => ({
          items: (page.Contents ?? []).map(({ Key, Size, LastModified }) => ({
            name: present(Key),
            bytes: present(Size),
            modifiedAt: present(LastModified).getTime(),
          })),
          next: page.NextContinuationToken,
        }),
      }),
    )
  }

  folders(bucket: string, prefix: string): Promise<Listing<string>> {
    const { client, now } = this.parts
    const asked = { Bucket: bucket, Prefix: prefix, Delimiter: '/' }
    return this.#asked(bucket, () =>
      listAll({
        now,
        ask: (next) => client.send(new ListObjectsV2Command({ ...asked, ContinuationToken: next })),
        read: (page) => ({
          items: (page.CommonPrefixes ?? []).map(({ Prefix }) =>
            present(Prefix).slice(prefix.length),
          ),
          next: page.NextContinuationToken,
        }),
      }),
    )
  }

  read(bucket: string, name: string): Promise<Uint8Array | undefined> {
    return this.#asked(bucket, async () => {
      try {
        return await this.#bytes({ Bucket: bucket, Key: name })
      } catch (thrown) {
        if (isObjectMissing(thrown)) return undefined
        throw thrown
      }
    })
  }

  write(bucket: string, name: string, body: Uint8Array, contentType: string): Promise<void> {
    return this.#asked(bucket, async () => {
      await this.parts.client.send(
        new PutObjectCommand({ Bucket: bucket, Key: name, Body: body, ContentType: contentType }),
      )
    })
  }

  deleteAll(bucket: string, names: readonly string[]): Promise<void> {
    return this.#asked(bucket, async () => {
      const failed: DeleteError[] = []
      for (let at = 0; at < names.length; at += deleteBatch) {
        failed.push(...(await this.#deleteBatch(bucket, names.slice(at, at + deleteBatch))))
      }
      const [first] = failed
      if (first) throw notDeleted(failed.length, first)
    })
  }

  /** Looks, writes an empty object and takes it away: what fails is what is missing. */
  probe(bucket: string): Promise<void> {
    return this.#asked(bucket, async () => {
      const { BucketRegion } = await this.parts.client.send(
        new HeadBucketCommand({ Bucket: bucket }),
      )
      if (BucketRegion !== undefined && BucketRegion !== this.parts.region) {
        throw operatorError(sentences.bucketElsewhere(bucket, BucketRegion))
      }
      await this.write(bucket, probeName, new Uint8Array(), 'text/plain')
      await this.deleteAll(bucket, [probeName])
    })
  }

  async #bytes(of: GetObjectCommandInput): Promise<Uint8Array> {
    const { client, inWords } = this.parts
    const { Body } = await client.send(new GetObjectCommand(of))
    try {
      return await present(Body).transformToByteArray()
    } catch (thrown) {
      throw inWords(thrown, 'GetObject')
    }
  }

  async #deleteBatch(bucket: string, names: readonly string[]): Promise<readonly DeleteError[]> {
    const { Errors } = await this.parts.client.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: names.map((Key) => ({ Key })), Quiet: true },
      }),
    )
    return (Errors ?? []).filter(({ Code }) => Code !== 'NoSuchKey')
  }

  async #asked<T>(bucket: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (thrown) {
      throw inBucketWords(thrown, bucket)
    }
  }
}

/** DeleteObjects reports what it could not delete inside a 200. */
function notDeleted(count: number, { Code, Key, Message }: DeleteError) {
  const why = `S3 says ${Code ?? 'nothing'} of ${Key ?? 'one of them'}: ${Message ?? 'no message'}`
  const sentence = sentences.objectsNotDeleted(count, why)
  const isTransient =
    Code === 'InternalError' || Code === 'SlowDown' || Code === 'ServiceUnavailable'
  return operatorError(isTransient ? { ...sentence, fate: 'retry' } : sentence)
}
