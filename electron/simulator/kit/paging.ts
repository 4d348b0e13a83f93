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

/**
 * A page of a list in a fixed order. The token names the last key served and not a position, so that
 * nothing is skipped or served twice when something is made or deleted between two pages.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { maxResults, nextToken }: PageRequest,
): Page<Item> {
  const sorted = [...items].sort((one, other) => compare(keyOf(one), keyOf(other)))
  const after = nextToken === undefined ? undefined : decodeToken(nextToken)
  const left =
    after === undefined ? sorted : sorted.filter((item) => compare(keyOf(item), after) > 0)
  const page = left.slice(0, maxResults)
  const last = page.at(-1)
  const isLastPage = left.length <= maxResults || last === undefined
  return { items: page, nextToken: isLastPage ? undefined : encodeToken(keyOf(last)) }
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
