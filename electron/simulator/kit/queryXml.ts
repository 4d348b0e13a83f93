import type { AwsAnswer } from './aws'

/** What an answer of the query protocol holds. Times are dates; what is undefined is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue }

interface QueryAnswer {
  readonly action: string
  readonly namespace: string
  readonly requestId: string
}

/** `<ActionResponse><ActionResult>…` of AWS's query protocol. */
export function queryReply(
  { action, namespace, requestId }: QueryAnswer,
  result: { readonly [name: string]: XmlValue },
): AwsAnswer {
  const inner = tag(`${action}Result`, result) + tag('ResponseMetadata', { RequestId: requestId })
  return document(200, `<${action}Response xmlns="${namespace}">${inner}</${action}Response>`)
}

/** `<ErrorResponse>` of AWS's query protocol. */
export function queryFault(
  fault: { readonly status: number; readonly code: string; readonly message: string },
  { namespace, requestId }: Omit<QueryAnswer, 'action'>,
): AwsAnswer {
  const { status, code, message } = fault
  const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }
  const inner = tag('Error', error) + tag('RequestId', requestId)
  return document(status, `<ErrorResponse xmlns="${namespace}">${inner}</ErrorResponse>`)
}

const document = (status: number, root: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${root}`,
})

function tag(name: string, value: XmlValue): string {
  return value === undefined ? '' : `<${name}>${content(value)}</${name}>`
}

function content(value: Exclude<XmlValue, undefined>): string {
  if (value instanceof Date) return value.toISOString()
  if (isList(value)) return value.map((member) => tag('member', member)).join('')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, member]) => tag(name, member))
      .join('')
  }
  return escaped(String(value))
}

/** `Array.isArray` does not know read-only lists. */
const isList = (value: XmlValue): value is readonly XmlValue[] => Array.isArray(value)

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
