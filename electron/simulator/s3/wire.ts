import type { AwsAnswer, AwsFault, AwsRequest } from '../kit/aws'
import type { S3Answer, S3Request } from './exchange'
import { S3Fault } from './fault'

/** `/bucket/key`; a key keeps its slashes, the leading ones too. */
export function placeOf(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  return { bucket: decoded(bucket), key: decoded(key) }
}

const decoded = (text: string) => (isDecodable(text) ? decodeURIComponent(text) : text)

export function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

export function singleValued(headers: AwsRequest['headers']): S3Request['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  )
}

const idHeaders = ({ requestId }: AwsRequest) => ({
  'x-amz-request-id': requestId,
  'x-amz-id-2': requestId,
  server: 'AmazonS3',
})

const xmlHeaders = (request: AwsRequest) => ({
  ...idHeaders(request),
  'content-type': 'application/xml',
})

export const onTheWire = (answer: S3Answer, request: AwsRequest): AwsAnswer => ({
  ...answer,
  headers: { ...idHeaders(request), ...answer.headers },
})

export const faultOnTheWire = (fault: S3Fault, request: AwsRequest): AwsAnswer => ({
  status: fault.status,
  headers: { ...xmlHeaders(request), ...fault.headers },
  body: fault.toXml(request.path, request.requestId),
})

/** How S3 names what the other services call otherwise. */
const spelling: Readonly<Record<string, string>> = {
  InvalidClientTokenId: 'InvalidToken',
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  InternalServerErrorException: 'InternalError',
}

/** A fault of the simulator's own layers (throttle, drills, unknown operation) in S3's protocol. */
export function foreignFault(fault: AwsFault, request: AwsRequest): AwsAnswer {
  const code = spelling[fault.type] ?? fault.type
  const spoken = new S3Fault('InternalError', fault.message)
  return {
    // An expired token is 400 in S3 where it is 403 elsewhere (S3 API reference, "Error responses").
    status: code === 'ExpiredToken' ? 400 : fault.status,
    headers: xmlHeaders(request),
    body: spoken.toXml(request.path, request.requestId, code),
  }
}
