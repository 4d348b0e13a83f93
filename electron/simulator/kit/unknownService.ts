import type { AwsAnswer, AwsRequest } from './aws'
import { notSimulated } from './notSimulated'
import { queryFault } from './queryXml'
import { restJsonFault } from './restJsonFault'

/**
 * 501 for a service that is not here, in the protocol its client speaks, which shows in how it asks:
 * the JSON protocols name a target, the query protocols send a form; the rest is taken for rest-json.
 */
export function unknownService(scope: string, request: AwsRequest): AwsAnswer {
  const fault = notSimulated(`The service ${scope}`)
  const { headers, query, requestId } = request
  const contentType = headers['content-type'] ?? ''
  if (headers['x-amz-target'] !== undefined) {
    return {
      status: fault.status,
      headers: { 'content-type': contentType || 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: fault.type, message: fault.message }),
    }
  }
  if (contentType.startsWith('application/x-www-form-urlencoded') || query.has('Action')) {
    const { status, type: code, message } = fault
    return queryFault({ status, code, message }, { namespace: namespaceOf(scope), requestId })
  }
  return restJsonFault(fault)
}

/** Clients do not look at the namespace of an error. */
const namespaceOf = (scope: string) => `http://${scope}.amazonaws.com/doc/`
