import type { MemberShape, Shape, StructureShape, TimestampFormat } from './conformanceModel'

export interface WireFormat {
  /** How this protocol writes a time that the model says nothing of. */
  readonly usualTimestamp: Exclude<TimestampFormat, 'protocol'>
}

/** What is wrong with a parsed JSON value, each with its path; empty: nothing. */
export function jsonProblems(
  shape: Shape,
  value: unknown,
  at: { readonly path: string; readonly format: WireFormat; readonly values?: readonly string[] },
): readonly string[] {
  const { path, format } = at
  const wrong = (wanted: string) => [`${path} is ${typeName(value)} and not ${wanted}`]
  if (value === null) return [`${path} is null: AWS leaves such a member out`]
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? valueProblems(value, at) : wrong('a string')
    case 'number':
      return typeof value === 'number' ? [] : wrong('a number')
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('a boolean')
    case 'blob':
      return typeof value === 'string' ? [] : wrong('base64')
    case 'timestamp':
      return timestampProblems(shape.format, value, at)
    case 'list':
      if (!Array.isArray(value)) return wrong('a list')
      return value.flatMap((each, index) =>
        jsonProblems(shape.of(), each, { path: `${path}[${index}]`, format }),
      )
    case 'map':
      if (!isRecord(value)) return wrong('a map')
      return Object.entries(value).flatMap(([key, each]) =>
        jsonProblems(shape.of(), each, { path: `${path}.${key}`, format }),
      )
    case 'structure':
      return isRecord(value) ? structureProblems(shape, value, at) : wrong('an object')
    case 'document':
      return []
  }
}

function structureProblems(
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  { path, format }: { readonly path: string; readonly format: WireFormat },
): readonly string[] {
  const members = shape.members.filter(({ place }) => place === 'body')
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`)
  const known = Object.entries(value).flatMap(([name, each]) => {
    const member = members.find(({ wireName }) => wireName === name)
    if (member === undefined) return [unknownMember(shape, name, inside(name))]
    const { values } = member
    return jsonProblems(member.shape(), each, {
      path: inside(name),
      format,
      ...(values && { values }),
    })
  })
  const isManyOfUnion = shape.isUnion && Object.keys(value).length !== 1
  return [
    ...known,
    ...missing(members, (name) => name in value, inside),
    ...(isManyOfUnion ? [`${path} has to hold exactly one member of ${shape.name}`] : []),
  ]
}

export function missing(
  members: readonly MemberShape[],
  isThere: (name: string) => boolean,
  inside: (name: string) => string,
): readonly string[] {
  return members
    .filter(({ isRequired, wireName }) => isRequired && !isThere(wireName))
    .map(({ wireName }) => `${inside(wireName)} is required and missing`)
}

export function unknownMember(shape: StructureShape, name: string, path: string): string {
  const meant = shape.members.find(
    ({ wireName }) => wireName.toLowerCase() === name.toLowerCase(),
  )?.wireName
  return meant === undefined
    ? `${path} is no member of ${shape.name}`
    : `${path} has to be spelled ${meant} in ${shape.name}`
}

export function valueProblems(
  value: string,
  { path, values }: { readonly path: string; readonly values?: readonly string[] },
): readonly string[] {
  // IVS writes an empty text where nothing is chosen.
  if (values === undefined || value === '' || values.includes(value)) return []
  return [`${path} is "${value}", which is none of ${values.join(', ')}`]
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const httpTime = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

export function timestampProblems(
  modelled: TimestampFormat,
  value: unknown,
  { path, format }: { readonly path: string; readonly format: WireFormat },
): readonly string[] {
  const wanted = modelled === 'protocol' ? format.usualTimestamp : modelled
  const fits = {
    'date-time': typeof value === 'string' && isoTime.test(value),
    'http-date': typeof value === 'string' && httpTime.test(value),
    // Seconds with a fraction; milliseconds would lie tens of thousands of years away.
    'epoch-seconds': typeof value === 'number' && value < 1e11,
  }[wanted]
  return fits ? [] : [`${path} is ${JSON.stringify(value)} and no time in the form ${wanted}`]
}

const typeName = (value: unknown) =>
  Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
