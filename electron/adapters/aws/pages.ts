import type { Listing } from '../../core/ports'
import { metadataOf } from './members'

/** One page of an answer, as read. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | undefined
}

interface Listed<P, T> {
  readonly now: () => number
  readonly ask: (next: string | undefined) => Promise<P>
  readonly read: (page: P) => Page<T>
}

/**
 * All pages of a list. It is as old as its first page, since what came later may have changed
 * meanwhile; the request id is the last one's, which says that nothing followed.
 */
export async function listAll<P, T>({ now, ask, read }: Listed<P, T>): Promise<Listing<T>> {
  const askedAt = now()
  const items: T[] = []
  let next: string | undefined
  let requestId: string | null
  do {
    const answer = await ask(next)
    const page = read(answer)
    items.push(...page.items)
    next = page.next
    requestId = metadataOf(answer).requestId
  } while (next)
  return { items, askedAt, requestId: requestId ?? 'none' }
}
