import { operatorError, type WireError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'

/**
 * The endpoint that the SDK takes from the environment by itself, for one service or for all (AWS
 * SDKs reference guide, "Service-specific endpoints").
 */
export function environmentEndpoint(service?: 'S3'): string | undefined {
  if (process.env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return undefined
  const own = service && process.env[`AWS_ENDPOINT_URL_${service}`]
  return own || process.env['AWS_ENDPOINT_URL'] || undefined
}

/** What the operator has to know where calls do not go to AWS itself; null where they do. */
export function endpointNotice(): WireError | null {
  const endpoint = environmentEndpoint()
  if (endpoint === undefined) return null
  const host = URL.parse(endpoint)?.host ?? 'an address that is none'
  return operatorError(sentences.endpointRedirected(host)).wire
}
