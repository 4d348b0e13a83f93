/**
 * What a value has to be like: a plain object names members that have to be there, an array every
 * element, a regular expression a text, `absent` nothing at all; all else is compared as it is.
 */
export type Pattern = unknown

const absentMark: unique symbol = Symbol('absent')
const anyMark: unique symbol = Symbol('any')
const lengthMark: unique symbol = Symbol('length')
const holdingMark: unique symbol = Symbol('holding')
const withoutMark: unique symbol = Symbol('without')

export const absent = { [absentMark]: true } as const
/** Something, whatever it is. */
export const anything = { [anyMark]: true } as const
/** A list of so many, whatever they are. */
export const listOf = (length: number) => ({ [lengthMark]: length }) as const
/** A list with at least one such element. */
export const holding = (element: Pattern) => ({ [holdingMark]: element }) as const

/** A list with no such element. */
export const without = (element: Pattern) => ({ [withoutMark]: element }) as const

/** Why the value does not fit, each with its path; empty when it fits. */
export function misfits(pattern: Pattern, actual: unknown, path = ''): readonly string[] {
  if (pattern instanceof RegExp) {
    const fits = typeof actual === 'string' && pattern.test(actual)
    return fits ? [] : [said(path, `${pattern}`, actual)]
  }
  if (Array.isArray(pattern)) return listMisfits(pattern, actual, path)
  if (!isRecord(pattern)) return Object.is(pattern, actual) ? [] : [said(path, pattern, actual)]
  if (absentMark in pattern) {
    return actual === undefined ? [] : [`${path} has to be absent, and is ${shown(actual)}`]
  }
  if (anyMark in pattern) return actual === undefined ? [said(path, 'there', actual)] : []
  if (lengthMark in pattern) {
    const length = Array.isArray(actual) ? actual.length : undefined
    return length === pattern[lengthMark]
      ? []
      : [said(path, `a list of ${String(pattern[lengthMark])}`, actual)]
  }
  if (holdingMark in pattern) return holdingMisfits(pattern[holdingMark], actual, path)
  if (withoutMark in pattern) {
    const isHeld = holdingMisfits(pattern[withoutMark], actual, path).length === 0
    return isHeld ? [`${path} must not hold ${shown(pattern[withoutMark])}: ${shown(actual)}`] : []
  }
  if (!isRecord(actual)) return [said(path, pattern, actual)]
  return Object.entries(pattern).flatMap(([name, each]) =>
    misfits(each, actual[name], path === '' ? name : `${path}.${name}`),
  )
}

function listMisfits(pattern: readonly unknown[], actual: unknown, path: string) {
  if (!Array.isArray(actual)) return [said(path, pattern, actual)]
  if (actual.length !== pattern.length) {
    return [`${path} has ${actual.length} elements and not ${pattern.length}: ${shown(actual)}`]
  }
  return pattern.flatMap((each, index) => misfits(each, actual[index], `${path}[${index}]`))
}

function holdingMisfits(element: Pattern, actual: unknown, path: string): readonly string[] {
  const fits = Array.isArray(actual) && actual.some((each) => misfits(element, each).length === 0)
  return fits ? [] : [said(path, `a list holding ${shown(element)}`, actual)]
}

const said = (path: string, pattern: unknown, actual: unknown) =>
  `${path || 'the answer'} has to be ${shown(pattern)}, and is ${shown(actual)}`

function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 200 ? `${value.slice(0, 200)}…` : value
  const text = JSON.stringify(value, (_, each: unknown) =>
    each instanceof RegExp ? String(each) : each,
  )
  return text === undefined ? 'absent' : text.slice(0, 300)
}

const isRecord = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
