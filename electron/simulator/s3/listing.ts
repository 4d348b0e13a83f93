export interface ListingQuery {
  readonly prefix: string
  readonly delimiter: string
  /** Only keys after this one; a common prefix equal to it counts as already listed if `skipRolledUp`. */
  readonly after: string
  readonly skipRolledUp: boolean
  readonly maxKeys: number
}

export interface ListingPage {
  readonly keys: readonly string[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** The last name of this page; a next page starts after it. Empty if the page is. */
  readonly last: string
}

/** One page over keys in S3 order. Keys that share the part up to the delimiter count as one name. */
export function listPage(sortedKeys: readonly string[], query: ListingQuery): ListingPage {
  const keys: string[] = []
  const commonPrefixes: string[] = []
  let last = ''
  for (let at = firstAtOrAfter(sortedKeys, query); at < sortedKeys.length; at++) {
    const key = sortedKeys[at] ?? ''
    if (!key.startsWith(query.prefix)) break
    const rolledUp = rolledUpName(key, query)
    if (rolledUp !== undefined && alreadyListed(rolledUp, query)) {
      at = lastUnder(sortedKeys, rolledUp, at)
      continue
    }
    if (keys.length + commonPrefixes.length >= query.maxKeys) {
      return { keys, commonPrefixes, isTruncated: query.maxKeys > 0, last }
    }
    last = rolledUp ?? key
    if (rolledUp === undefined) keys.push(key)
    else {
      commonPrefixes.push(rolledUp)
      at = lastUnder(sortedKeys, rolledUp, at)
    }
  }
  return { keys, commonPrefixes, isTruncated: false, last }
}

/** The last key, from `at` on, that begins with this: a rolled-up name is passed over at one stride. */
function lastUnder(sortedKeys: readonly string[], prefix: string, at: number): number {
  let low = at
  let high = sortedKeys.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (sortedKeys[middle]?.startsWith(prefix)) low = middle
    else high = middle
  }
  return low
}

function rolledUpName(key: string, { prefix, delimiter }: ListingQuery): string | undefined {
  if (delimiter === '') return undefined
  const end = key.indexOf(delimiter, prefix.length)
  return end === -1 ? undefined : key.slice(0, end + delimiter.length)
}

const alreadyListed = (rolledUp: string, { after, skipRolledUp }: ListingQuery) =>
  skipRolledUp && after !== '' && compareKeys(rolledUp, after) <= 0

function firstAtOrAfter(sortedKeys: readonly string[], { prefix, after }: ListingQuery): number {
  let low = 0
  let high = sortedKeys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const key = sortedKeys[middle] ?? ''
    const before = compareKeys(key, prefix) < 0 || (after !== '' && compareKeys(key, after) <= 0)
    if (before) low = middle + 1
    else high = middle
  }
  return low
}

/** S3 lists in the order of UTF-8 bytes; JavaScript compares UTF-16, where surrogates come too early. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return ranked(left) - ranked(right)
  }
  return a.length - b.length
}

const ranked = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)
