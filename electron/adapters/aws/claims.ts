import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { z } from 'zod'
import { SessionId, type ShowId } from '../../../src/shared/domain/ids'
import { hasCode, operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import type { Claim, ClaimHolder, Claims } from '../../core/claims'
import { inBucketWords, isObjectMissing } from './bucketFaults'
import { present } from './members'

const Written = z.object({
  sessionId: SessionId,
  consoleId: z.string().max(100),
  owner: z.string().max(200),
  since: z.number(),
})

interface Found {
  readonly claim: Claim
  readonly etag: string
}

/**
 * Claims as small objects beside the recordings. S3 writes one only if none is there (If-None-Match),
 * or only over the very one that was read (If-Match), so that of two consoles one wins.
 */
export class S3Claims implements Claims {
  constructor(private readonly client: S3Client) {}

  async stake(bucket: string, showId: ShowId, claim: Claim): Promise<Claim> {
    const isWritten = await this.#write(bucket, showId, { claim, only: { IfNoneMatch: '*' } })
    if (isWritten) return claim
    const found = await this.#find(bucket, showId)
    // Given up in between: the engine asks again.
    if (found === undefined) throw operatorError(sentences.claimInMotion())
    return found.claim
  }

  async takeOver(
    bucket: string,
    showId: ShowId,
    change: { readonly from: ClaimHolder; readonly to: Claim },
  ): Promise<Claim> {
    const found = await this.#find(bucket, showId)
    if (found === undefined) return this.stake(bucket, showId, change.to)
    const { claim, etag } = found
    if (!isSame(claim, change.from)) return claim
    const isWritten = await this.#write(bucket, showId, {
      claim: change.to,
      only: { IfMatch: etag },
    })
    if (isWritten) return change.to
    return (await this.#find(bucket, showId))?.claim ?? claim
  }

  async read(bucket: string, showId: ShowId): Promise<Claim | undefined> {
    return (await this.#find(bucket, showId))?.claim
  }

  async release(bucket: string, showId: ShowId, holder: ClaimHolder): Promise<void> {
    const found = await this.#find(bucket, showId)
    if (found === undefined || !isSame(found.claim, holder)) return
    await this.#conditionally(bucket, () =>
      this.client.send(
        new DeleteObjectCommand({ Bucket: bucket, Key: nameOf(showId), IfMatch: found.etag }),
      ),
    )
  }

  async #find(bucket: string, showId: ShowId): Promise<Found | undefined> {
    try {
      const command = new GetObjectCommand({ Bucket: bucket, Key: nameOf(showId) })
      const { Body, ETag } = await this.client.send(command)
      const text = await present(Body).transformToString()
      return { claim: readClaim(text), etag: present(ETag) }
    } catch (thrown) {
      if (isObjectMissing(thrown)) return undefined
      throw inBucketWords(thrown, bucket)
    }
  }

  #write(
    bucket: string,
    showId: ShowId,
    { claim, only }: { claim: Claim; only: { IfNoneMatch: string } | { IfMatch: string } },
  ): Promise<boolean> {
    return this.#conditionally(bucket, () =>
      this.client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: nameOf(showId),
          Body: JSON.stringify(claim),
          ContentType: 'application/json',
          ...only,
        }),
      ),
    )
  }

  /** False where somebody else was there first. */
  async #conditionally(bucket: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (thrown) {
      if (hasCode(thrown, 'claim.condition-failed')) return false
      throw inBucketWords(thrown, bucket)
    }
  }
}

const isSame = (one: ClaimHolder, other: ClaimHolder): boolean =>
  one.sessionId === other.sessionId && one.consoleId === other.consoleId

const nameOf = (showId: ShowId): string => `tallylight/claims/${showId}.json`

/** Somebody may have put anything there; what cannot be read is nobody's, and nobody takes it. */
function readClaim(text: string): Claim {
  const parsed = Written.safeParse(parsedJson(text))
  if (!parsed.success) throw operatorError(sentences.claimUnreadable())
  return parsed.data
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
