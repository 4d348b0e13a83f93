import { commonStatuses } from './conformanceCommonErrors'
import { modelOf, type ServiceModel, type StructureShape } from './conformanceModel'
import type { ServiceName } from './conformanceFlow'
import { jsonProblems } from './conformanceShape'
import { childrenOf, parseXml, textOf, textProblems, xmlProblems } from './conformanceXmlShape'

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Undefined: a stream that was not looked into. */
  readonly body: string | undefined
}

const epochSeconds = { usualTimestamp: 'epoch-seconds' } as const

/**
 * Where an answer does not fit what the SDK's own model says of the operation: unknown or misspelled
 * members, missing ones, wrong types, wrong forms of times, values outside an enumeration, the wrong
 * status. Empty: it fits.
 */
export function answerProblems(
  service: ServiceName,
  operation: string,
  answer: WireAnswer,
): readonly string[] {
  const model = modelOf(service)
  const shape = model.operation(operation)
  if (shape === undefined) return [`${operation} is no operation of ${service}`]
  if (answer.status === 304) return []
  if (answer.status >= 400) return errorProblems(service, model, answer)
  const output = shape.output()
  return [
    ...statusProblems(shape.status ?? 200, answer, service),
    ...headerProblems(output, answer),
    ...bodyProblems(service, operation, output, answer),
  ].map((problem) => `${service}.${operation}: ${problem}`)
}

function statusProblems(wanted: number, { status }: WireAnswer, service: ServiceName) {
  // The models of S3 say 200 where a range answers 206 and a deletion 204.
  const isFine = status === wanted || (service === 's3' && status >= 200 && status < 300)
  return isFine ? [] : [`the status is ${status} and not ${wanted}`]
}

function headerProblems(output: StructureShape, { headers }: WireAnswer): readonly string[] {
  return output.members
    .filter(({ place }) => place === 'header')
    .flatMap(({ wireName, shape, values }) => {
      const text = headers[wireName.toLowerCase()]
      if (text === undefined) return []
      const usualTimestamp = 'http-date'
      return textProblems(shape(), text, {
        path: `header ${wireName}`,
        usualTimestamp,
        ...(values && { values }),
      })
    })
}

function bodyProblems(
  service: ServiceName,
  operation: string,
  output: StructureShape,
  { body, headers }: WireAnswer,
): readonly string[] {
  if (body === undefined || output.members.some(({ place }) => place === 'payload')) return []
  if (service === 's3') return s3BodyProblems(operation, output, body)
  if (service === 'sts') return queryBodyProblems(operation, output, body)
  const isWithoutBody = output.members.every(({ place }) => place !== 'body')
  if (body === '') return isWithoutBody ? [] : missingBody
  if (!(headers['content-type'] ?? '').includes('json')) {
    return [`the content type is ${headers['content-type']} and not JSON`]
  }
  const parsed = parsedJson(body)
  if (parsed === undefined) return ['the body is not JSON']
  return jsonProblems(output, parsed, { path: '', format: epochSeconds })
}

const missingBody = ['there is no body']

function s3BodyProblems(operation: string, output: StructureShape, body: string) {
  const isWithoutBody = output.members.every(({ place }) => place !== 'body')
  if (body === '') return isWithoutBody ? [] : missingBody
  const { name, node } = parseXml(body)
  // The one answer of S3 whose only member is the body's own element.
  if (operation === 'GetBucketLocation') {
    return name === 'LocationConstraint' ? [] : [`the body begins with ${name}`]
  }
  return name === output.xmlName
    ? xmlProblems(output, node, name)
    : [`the body begins with ${name} and not ${output.xmlName}`]
}

function queryBodyProblems(operation: string, output: StructureShape, body: string) {
  const { name, node } = parseXml(body)
  const children = childrenOf(node)
  const result = children[`${operation}Result`]?.[0]
  const metadata = children['ResponseMetadata']?.[0]
  if (name !== `${operation}Response` || result === undefined) {
    return [`the body is not a ${operation}Response with a ${operation}Result`]
  }
  const requestId = metadata === undefined ? undefined : childrenOf(metadata)['RequestId']
  return [
    ...xmlProblems(output, result, `${operation}Result`),
    ...(requestId === undefined ? ['ResponseMetadata.RequestId is missing'] : []),
  ]
}

function errorProblems(
  service: ServiceName,
  model: ServiceModel,
  answer: WireAnswer,
): readonly string[] {
  const { body = '', status } = answer
  if (body === '') return [] // the answer to a HEAD request
  const isXml = service === 's3' || service === 'sts'
  const { name, problems } = isXml ? xmlError(body, service) : jsonError(model, answer)
  const own = model.error(name)?.status
  const common = commonStatuses(name, service === 's3') ?? []
  const wanted = [...(own === undefined ? [] : [own]), ...common]
  return [
    ...problems,
    ...(wanted.length === 0 || wanted.includes(status)
      ? []
      : [`the status of ${name} is ${wanted.join(' or ')} and not ${status}`]),
  ].map((problem) => `${service}, error ${name}: ${problem}`)
}

interface ReadError {
  readonly name: string
  readonly problems: readonly string[]
}

function jsonError(model: ServiceModel, { body = '', headers }: WireAnswer): ReadError {
  const parsed = parsedJson(body) as Readonly<Record<string, unknown>> | undefined
  if (parsed === undefined) return { name: 'of no name', problems: ['the body is not JSON'] }
  const { __type: typed, ...members } = parsed
  const name = headers['x-amzn-errortype'] ?? String(typed ?? '').replace(/^.*#/, '')
  if (name === '') return { name: 'of no name', problems: ['the answer does not name its error'] }
  const shape = model.error(name)
  if (shape === undefined) {
    const isKnown = commonStatuses(name, false) !== undefined
    return { name, problems: isKnown ? [] : ['the model knows no such error'] }
  }
  return {
    name,
    problems: [
      ...jsonProblems(shape, members, { path: '', format: epochSeconds }),
      ...messageProblems(shape, members),
    ],
  }
}

/** Models call the message optional; no error of AWS comes without one. */
function messageProblems(
  shape: StructureShape,
  members: Readonly<Record<string, unknown>>,
): readonly string[] {
  const name = shape.members.find(({ wireName }) => /message$/i.test(wireName))?.wireName
  return name === undefined || name in members ? [] : [`${name} is missing`]
}

function xmlError(body: string, service: ServiceName): ReadError {
  const root = parseXml(body)
  const wrapped = childrenOf(root.node)['Error']?.[0]
  const node = service === 'sts' ? wrapped : root.node
  const isRooted = root.name === (service === 'sts' ? 'ErrorResponse' : 'Error')
  if (node === undefined || !isRooted) {
    return { name: 'of no name', problems: [`the body begins with ${root.name}`] }
  }
  const children = childrenOf(node)
  const needed = service === 'sts' ? ['Type', 'Code', 'Message'] : ['Code', 'Message', 'RequestId']
  return {
    name: textOf(children['Code']?.[0] ?? ''),
    problems: needed.filter((each) => !(each in children)).map((each) => `${each} is missing`),
  }
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
