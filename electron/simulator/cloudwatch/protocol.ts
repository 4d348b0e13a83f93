import type { z } from 'zod'
import { AwsFault, type AwsAnswer, type AwsRequest } from '../kit/aws'
import { formOf } from '../kit/queryForm'
import { notSimulated } from '../kit/notSimulated'
import { queryFault, queryReply, type XmlValue } from '../kit/queryXml'
import { invalidValue, jsonName, queryCode } from './faults'
import { formScalars, jsonScalars, requestShapes } from './shapes'

const namespace = 'http://monitoring.amazonaws.com/doc/2010-08-01/'
const version = '2010-08-01'
const target = /^GraniteServiceVersion20100801\.(\w+)$/
const jsonType = 'application/x-amz-json-1.0'

/** One of the protocols CloudWatch speaks: JSON 1.0 with today's SDKs, query with botocore of Debian 12. */
export interface Protocol {
  readonly shapes: ReturnType<typeof requestShapes>
  /** Parses a body; throws an `AwsFault` in this protocol's words. */
  parse<Request>(shape: z.ZodType<Request>, request: AwsRequest): Promise<Request>
  reply(
    call: { readonly action: string; readonly requestId: string },
    result: { readonly [name: string]: XmlValue },
  ): AwsAnswer
  fault(fault: AwsFault, request: AwsRequest): AwsAnswer
}

type Head = Pick<AwsRequest, 'headers'>

export const protocolOf = (request: Head): Protocol =>
  request.headers['x-amz-target'] === undefined ? queryProtocol : jsonProtocol

/** The operation that the header of the JSON protocol names. */
export const targetOf = ({ headers }: Head): string | undefined =>
  target.exec(String(headers['x-amz-target'] ?? ''))?.[1]

/** The operation a form names. */
export async function actionOf(request: AwsRequest): Promise<string | undefined> {
  if (request.headers['smithy-protocol'] !== undefined) throw notSimulated('CloudWatch over CBOR')
  const form = await fieldsOf(request)
  if (form.get('Version') !== version) {
    throw new AwsFault(400, 'MissingAction', 'Missing Action, or an unknown Version')
  }
  return form.get('Action') ?? undefined
}

async function fieldsOf(request: AwsRequest): Promise<URLSearchParams> {
  if (request.method !== 'POST') return request.query
  return new URLSearchParams(Buffer.from(await request.body()).toString('utf8'))
}

const queryProtocol: Protocol = {
  shapes: requestShapes(formScalars),
  parse: async (shape, request) => {
    const parsed = shape.safeParse(formOf(await fieldsOf(request)))
    if (parsed.success) return parsed.data
    const path = parsed.error.issues[0]?.path.map(memberName).join('.') ?? ''
    throw invalidValue(`The value for parameter ${path} is not valid.`)
  },
  reply: ({ action, requestId }, result) => queryReply({ action, namespace, requestId }, result),
  fault: ({ status, type, message }, { requestId }) =>
    queryFault({ status, code: queryCode(type), message }, { namespace, requestId }),
}

const memberName = (key: PropertyKey) =>
  typeof key === 'number' ? `member.${key + 1}` : String(key)

const jsonProtocol: Protocol = {
  shapes: requestShapes(jsonScalars),
  parse: async (shape, request) => {
    const parsed = shape.safeParse(jsonOf(await request.body()))
    if (parsed.success) return parsed.data
    throw serialization('A member of the request has the wrong type')
  },
  reply: (_, result) => ({
    status: 200,
    headers: { 'content-type': jsonType },
    body: JSON.stringify(inSeconds(result)),
  }),
  fault: ({ status, type, message }, { headers }) => ({
    status,
    headers: {
      'content-type': jsonType,
      ...(headers['x-amzn-query-mode'] === 'true'
        ? { 'x-amzn-query-error': `${queryCode(type)};${status < 500 ? 'Sender' : 'Receiver'}` }
        : {}),
    },
    body: JSON.stringify({ __type: `com.amazonaws.cloudwatch#${jsonName(type)}`, message }),
  }),
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8') || '{}')
  } catch {
    throw serialization('The request body is not valid JSON')
  }
}

const serialization = (message: string) => new AwsFault(400, 'SerializationException', message)

/** JSON 1.0 tells times as epoch seconds. */
function inSeconds(value: XmlValue): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(inSeconds)
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inSeconds(each)]))
}
