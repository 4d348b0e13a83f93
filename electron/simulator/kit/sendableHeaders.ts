/** What Node refuses to write into a header: controls but the tab, and what is beyond Latin-1. */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/gu

/**
 * The headers with every character percent-encoded that HTTP does not carry. A service refuses such a
 * value itself, in AWS's words; where one has slipped through, the connection is not to be cut for it.
 */
export function sendable(
  headers: Readonly<Record<string, string>> = {},
  log: (line: string) => void,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const encoded = value.replace(unsendable, percentEncoded)
      if (encoded !== value) log(`the header ${name} held what HTTP does not carry`)
      return [name, encoded]
    }),
  )
}

/** Half a surrogate pair has no UTF-8. */
const percentEncoded = (character: string) => encodeURIComponent(character.toWellFormed())
