import type { IncomingHttpHeaders } from 'node:http'

/** Who signs, and for which service and Region. The signature itself is not verified. */
export interface SignatureScope {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
}

const credential = /^([^/\s,]+)\/\d{8}\/([^/\s,]+)\/([^/\s,]+)\/aws4_request$/

/**
 * The scope of a Signature Version 4: `Credential=AKID/20260101/eu-west-1/medialive/aws4_request` of
 * the Authorization header, or `X-Amz-Credential` of a presigned URL. Undefined: not signed.
 */
export function signatureScopeOf(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): SignatureScope | undefined {
  const inHeader = /^AWS4-HMAC-SHA256\s.*?Credential=([^,\s]+)/.exec(headers.authorization ?? '')
  const found = credential.exec(inHeader?.[1] ?? query.get('X-Amz-Credential') ?? '')
  const [, accessKeyId, region, service] = found ?? []
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined
}
