import { pageOf, pageRequestOf, type Listing } from '../kit/paging'

/** `maxResults` up to 1,000 (service model); how many a page holds unasked is not documented. */
const pageLimits = { usual: 20, most: 1000 }

/** A page of records, each shown by `view`, under the name the operation gives the list. */
export function listPage<Item extends { readonly id: string }>(
  query: URLSearchParams,
  member: string,
  items: readonly Item[] | Listing<Item>,
  view: (item: Item) => object,
): Readonly<Record<string, unknown>> {
  const page = pageOf(items, ({ id }) => id, pageRequestOf(query, pageLimits))
  const nextToken = page.nextToken === undefined ? {} : { nextToken: page.nextToken }
  return { [member]: page.items.map(view), ...nextToken }
}
