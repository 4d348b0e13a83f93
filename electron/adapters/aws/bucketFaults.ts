import { OperatorError, operatorError, type Sentence } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import { Fault } from './faultFacts'
import { actionOf } from './faults'

/** Names the bucket where S3's own words, or an answer without any (HEAD), do not. */
export function inBucketWords(thrown: unknown, bucket: string): unknown {
  const fault = faultIn(thrown)
  if (!(thrown instanceof OperatorError) || fault === undefined) return thrown
  const sentence = sentenceOf(fault, thrown.wire.code, bucket)
  const reference = thrown.wire.reference ?? undefined
  return sentence ? operatorError(sentence, { cause: fault, reference }) : thrown
}

/** What AWS said, where an operator's error came of it. */
const faultIn = (thrown: unknown): Fault | undefined =>
  thrown instanceof OperatorError && thrown.cause instanceof Fault ? thrown.cause : undefined

/** The object is not there; its bucket is. */
export const isObjectMissing = (thrown: unknown): boolean => faultIn(thrown)?.name === 'NoSuchKey'

function sentenceOf(fault: Fault, code: string, bucket: string): Sentence | undefined {
  if (isElsewhere(fault)) return sentences.bucketElsewhere(bucket, '')
  if (code === 'access.denied') return sentences.bucketNotOurs(bucket, actionOf(fault))
  if (code !== 'resource.gone') return undefined
  return fault.name === 'NoSuchKey'
    ? sentences.objectMissing('such file')
    : sentences.bucketMissing(bucket)
}

/** S3 sends whoever asks in the wrong region to another address, or refuses the region of the signature. */
const isElsewhere = ({ name, of }: Fault) =>
  of.status === 301 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed'
