import { createHash } from 'node:crypto'

/** What any service takes as an idempotency token. */
const plain = /^[A-Za-z0-9_-]{1,64}$/

/** The RequestId of a step: the same for the same key, whatever its length or letters. */
export const requestIdOf = (key: string): string =>
  plain.test(key) ? key : createHash('sha256').update(key).digest('hex')
