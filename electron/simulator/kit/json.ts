/** Far more than any request of AWS holds; beyond some thousands, writing it out again would overflow the stack. */
export const deepestNesting = 100

/** The value in that text. Throws a SyntaxError where it is not JSON, or nested deeper than `deepestNesting`. */
export function parsedJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  let level: readonly unknown[] = [value].filter(isNest)
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > deepestNesting) throw new SyntaxError('The JSON is nested too deeply')
    level = childrenOf(level)
  }
  return value
}

/** The members, where they are values that can hold others again. */
const childrenOf = (level: readonly unknown[]): readonly unknown[] =>
  level.flatMap((value) => (isNest(value) ? Object.values(value).filter(isNest) : []))

const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * Without the members that are null: AWS takes them as not given (Smithy specification, "Structure
 * member serialization"). Those of a list stay.
 */
export function withoutNulls(value: unknown): unknown {
  if (!isNest(value)) return value
  if (Array.isArray(value)) return value.map(withoutNulls)
  const given = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(given.map(([name, member]) => [name, withoutNulls(member)]))
}
