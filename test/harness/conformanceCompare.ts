import type { Answer } from './conformanceDriver'
import type { FlowRun } from './conformanceRun'

/**
 * Where two clients were told different things in the same flow. The other's model may be older: it
 * may have dropped members, and may not have added any. Steps that one of them left out are not compared.
 */
export function differences(one: FlowRun, other: FlowRun): readonly string[] {
  return other.records.flatMap(({ index, what, answer }) => {
    const theirs = one.records.find((each) => each.index === index)?.answer
    if (theirs === undefined) return []
    const first = comparable(theirs, one.saved)
    const second = comparable(answer, other.saved)
    return answerDifferences(first, second).map(
      (difference) =>
        `${one.flow}, step ${index + 1}, ${what}, ${one.client} and ${other.client}: ${difference}`,
    )
  })
}

function answerDifferences(one: Answer, other: Answer): readonly string[] {
  if (one.kind !== other.kind) return [`${one.kind} and ${other.kind}`]
  if (one.kind === 'lacks' || other.kind === 'lacks') return []
  const isStatusKnown = one.status !== undefined && other.status !== undefined
  const status =
    isStatusKnown && one.status !== other.status ? [`${one.status} and ${other.status}`] : []
  if (one.kind === 'ok' && other.kind === 'ok') {
    return [...status, ...additions(one.output, other.output, '')]
  }
  if (one.kind !== 'refused' || other.kind !== 'refused') return status
  return [...status, ...(one.error === other.error ? [] : [`${one.error} and ${other.error}`])]
}

/** botocore asks S3 for keys in percent-encoding by itself, and undoes it. */
const ownToClient = new Set(['EncodingType'])

/** What the second holds that the first does not hold in the same way. */
function additions(one: unknown, other: unknown, path: string): readonly string[] {
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length)
      return [`${path} has ${one.length} and ${other.length} elements`]
    return other.flatMap((each, index) => additions(one[index], each, `${path}[${index}]`))
  }
  if (isRecord(one) && isRecord(other)) {
    return Object.entries(other)
      .filter(([name]) => !ownToClient.has(name))
      .flatMap(([name, each]) => additions(one[name], each, path === '' ? name : `${path}.${name}`))
  }
  // What one model calls a number, the other may call a text.
  const isSame = isPlain(one) && isPlain(other) && String(one) === String(other)
  return isSame ? [] : [`${path} is ${JSON.stringify(one)} and ${JSON.stringify(other)}`]
}

const isPlain = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** Ids by the names they were saved under, ports and times in one spelling. */
export function comparable(answer: Answer, saved: FlowRun['saved']): Answer {
  const names = saved.filter(
    (entry): entry is readonly [string, string] =>
      typeof entry[1] === 'string' && entry[1].length > 4,
  )
  const text = (value: string): string => {
    const named = names.reduce((shown, [name, id]) => shown.replaceAll(id, `<${name}>`), value)
    return timeless(named.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>'))
  }
  // The same answer with other texts in it.
  return mapped(answer, text) as Answer
}

const timeless = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/.test(text)
    ? new Date(text).toISOString()
    : text

function mapped(value: unknown, text: (value: string) => string): unknown {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return value.map((each) => mapped(each, text))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([name, each]) => [name, mapped(each, text)]),
  )
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
