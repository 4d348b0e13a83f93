import { createHash, createHmac } from 'node:crypto'

export interface PresignRequest {
  readonly method: 'GET' | 'PUT'
  /** `https://host` without a path. */
  readonly endpoint: string
  readonly bucket: string
  readonly key: string
  readonly region: string
  readonly expiresInSeconds: number
  readonly at: Date
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string | undefined
  }
}

/**
 * Signature Version 4 in the query (S3 API reference, "Authenticating requests: using query
 * parameters"): written out here, because the project has no need of the SDK's presigner.
 */
export function presignedUrl(request: PresignRequest): string {
  const { endpoint, bucket, key, region, credentials, expiresInSeconds } = request
  const time = request.at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const path = `/${bucket}/${key.split('/').map(escaped).join('/')}`
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scope}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(expiresInSeconds)],
    ...(credentials.sessionToken ? [['X-Amz-Security-Token', credentials.sessionToken]] : []),
    ['X-Amz-SignedHeaders', 'host'],
  ]
    .map(([name = '', value = '']) => `${name}=${escaped(value)}`)
    .sort()
    .join('&')
  const host = new URL(endpoint).host
  const canonical = `${request.method}\n${path}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`
  const hash = createHash('sha256').update(canonical).digest('hex')
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash}`
  const key4 = scope
    .split('/')
    .reduce<string | Buffer>((one, part) => hmac(one, part), `AWS4${credentials.secretAccessKey}`)
  return `${endpoint}${path}?${query}&X-Amz-Signature=${hmac(key4, toSign).toString('hex')}`
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

const escaped = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
