import { AwsFault } from './aws'
import { deepestNesting } from './json'

/** What a form of AWS's query protocol holds: text, lists and structures, nothing typed yet. */
export type FormValue = string | FormStructure | readonly FormValue[]
export interface FormStructure {
  readonly [name: string]: FormValue
}

type Branch = Map<string, Branch | string>

/**
 * `Queries.member.1.Id=m1` and its like as structures and lists (Smithy specification, AWS query
 * protocol). Lists are put in the order of their numbers; an empty list is sent as an empty text.
 * Throws an `AwsFault`.
 */
export function formOf(fields: URLSearchParams): FormStructure {
  const root: Branch = new Map()
  for (const [name, value] of fields) plant(root, stepsOf(name), value)
  return Object.fromEntries([...root].map(([name, value]) => [name, harvested(value)]))
}

function stepsOf(name: string): readonly string[] {
  const steps = name.split('.', deepestNesting + 1)
  if (steps.length <= deepestNesting) return steps
  throw new AwsFault(400, 'MalformedQueryString', 'A parameter is nested too deeply')
}

function plant(branch: Branch, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    branch.set(name, value)
    return
  }
  const before = branch.get(name)
  const next: Branch = before instanceof Map ? before : new Map()
  branch.set(name, next)
  plant(next, rest, value)
}

function harvested(value: Branch | string): FormValue {
  if (typeof value === 'string') return value
  const members = value.get('member')
  if (members instanceof Map && value.size === 1) {
    const numbered = [...members].sort(([one], [other]) => Number(one) - Number(other))
    return numbered.map(([, member]) => harvested(member))
  }
  return Object.fromEntries([...value].map(([name, each]) => [name, harvested(each)]))
}
