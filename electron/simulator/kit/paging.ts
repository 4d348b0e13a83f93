import { AwsFault } from './aws'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Absent on the last page. */
  readonly nextToken: string | undefined
}

export interface PageRequest {
  readonly maxResults: number
  readonly nextToken: string | undefined
}

interface PageLimits {
  /** What a page holds when the caller does not say. */
  readonly usual: number
  readonly most: number
}

/** `maxResults` and `nextToken` of a query string, within bounds. */
export function pageRequestOf(query: URLSearchParams, limits: PageLimits): PageRequest {
  const asked = query.get('maxResults')
  return {
    maxResults: asked === null ? limits.usual : boundedSize(Number(asked), limits.most),
    nextToken: query.get('nextToken') ?? undefined,
  }
}

export function boundedSize(asked: number, most: number): number {
  if (Number.isInteger(asked) && asked >= 1 && asked <= most) return asked
  throw new AwsFault(
    400,
    'BadRequestException',
    `maxResults must be a whole number between 1 and ${most}`,
  )
}

/** Items in the order of their keys, which an index keeps: a page costs what it holds. */
export interface Listing<Item> {
  /** At most so many items whose keys come after this one; from the first when undefined. */
  after(key: string | undefined, most: number): readonly Item[]
}

/**
 * A page of a list in a fixed order. The token names the last key served and not a position, so that
 * nothing is skipped or served twice when something is made or deleted between two pages.
 */
export function pageOf<Item>(
  items: readonly Item[] | Listing<Item>,
  keyOf: (item: Item) => string,
  { maxResults, nextToken }: PageRequest,
): Page<Item> {
  const after = nextToken === undefined ? undefined : decodeToken(nextToken)
  const listing = 'after' in items ? items : sortedListing(items, keyOf)
  // One more than the page holds tells whether there is another.
  const found = listing.after(after, maxResults + 1)
  const page = found.slice(0, maxResults)
  const last = page.at(-1)
  const isLastPage = found.length <= maxResults || last === undefined
  return { items: page, nextToken: isLastPage ? undefined : encodeToken(keyOf(last)) }
}

function sortedListing<Item>(items: readonly Item[], keyOf: (item: Item) => string): Listing<Item> {
  return {
    after: (key, most) => {
      const left = key === undefined ? items : items.filter((item) => compare(keyOf(item), key) > 0)
      return left.toSorted((one, other) => compare(keyOf(one), keyOf(other))).slice(0, most)
    },
  }
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

const tokenPrefix = 'after:'
const encodeToken = (key: string) => Buffer.from(tokenPrefix + key).toString('base64url')

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  if (!text.startsWith(tokenPrefix) || encodeToken(text.slice(tokenPrefix.length)) !== token) {
    throw new AwsFault(400, 'BadRequestException', 'The nextToken is not valid')
  }
  return text.slice(tokenPrefix.length)
}
