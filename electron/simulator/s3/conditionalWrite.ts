import type { S3Request } from './exchange'
import { conflictingRequest } from './fault'
import { checkWrite } from './preconditions'
import type { ObjectStore } from './store'

/**
 * A write that may be conditional, checked before and, by `checkAgain`, at the moment it takes effect:
 * another writer may have been first (412), and a delete in between is a conflict of its own, 409
 * (S3 user guide, "How to prevent object overwrites with conditional writes").
 */
export async function conditionally<Result>(
  store: ObjectStore,
  request: S3Request,
  write: (checkAgain: () => void) => Promise<Result>,
): Promise<Result> {
  const { bucket, key, headers } = request
  const isConditional = headers['if-match'] !== undefined || headers['if-none-match'] !== undefined
  const check = () => checkWrite(headers, store.catalog.object(bucket, key), key)
  check()
  return store.watches.during(bucket, key, (watch) =>
    write(() => {
      if (isConditional && watch.isDeleted) throw conflictingRequest(key)
      check()
    }),
  )
}
