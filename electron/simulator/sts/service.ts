import { AwsFault, type AwsAnswer, type AwsRequest, type Service } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'
const version = '2011-06-15'
const formLimit = 64 * 1024

/** STS in the query protocol: GetCallerIdentity, which needs no permission in AWS. */
export function stsService({ account }: SimulatorContext): Service {
  return {
    scope: 'sts',
    // The operation lies in the form body, which is not read yet here: STS has this one.
    operationOf: ({ method, path }) =>
      path === '/' && (method === 'POST' || method === 'GET') ? 'GetCallerIdentity' : undefined,
    handle: (request) => answerQuery(account, request),
    faultAnswer: (fault, { requestId }) => xml(fault.status, errorXml(fault, requestId)),
    throttled: () => new AwsFault(400, 'Throttling', 'Rate exceeded'),
    world: () => ({ account }),
    busy: () => false,
    snapshot: () => undefined,
    restore: () => {},
    reset: () => {},
    close: () => Promise.resolve(),
  }
}

async function answerQuery(account: string, request: AwsRequest): Promise<AwsAnswer> {
  const body = Buffer.from(await request.body(formLimit)).toString('utf8')
  const form = request.method === 'POST' ? new URLSearchParams(body) : request.query
  const action = form.get('Action')
  if (form.get('Version') !== version || action === null) {
    throw new AwsFault(400, 'MissingAction', 'Missing Action, or an unknown Version')
  }
  if (action !== 'GetCallerIdentity') {
    throw new AwsFault(501, 'NotImplemented', `sts:${action} is not simulated`)
  }
  return xml(200, identityXml(account, request.requestId))
}

/** One role for every caller: the rehearsal has no IAM. */
const identityXml = (
  account: string,
  requestId: string,
) => `<GetCallerIdentityResponse xmlns="${namespace}">
  <GetCallerIdentityResult>
    <Arn>arn:aws:sts::${account}:assumed-role/Rehearsal/tallylight</Arn>
    <UserId>AROAREHEARSALEXAMPLE:tallylight</UserId>
    <Account>${account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>`

const errorXml = (fault: AwsFault, requestId: string) => `<ErrorResponse xmlns="${namespace}">
  <Error>
    <Type>${fault.status < 500 ? 'Sender' : 'Receiver'}</Type>
    <Code>${escaped(queryCode(fault.type))}</Code>
    <Message>${escaped(fault.message)}</Message>
  </Error>
  <RequestId>${requestId}</RequestId>
</ErrorResponse>`

/** The query protocol names these without the suffix that the JSON protocols give them. */
function queryCode(type: string): string {
  return ['ExpiredTokenException', 'AccessDeniedException'].includes(type)
    ? type.replace(/Exception$/, '')
    : type
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const xml = (status: number, body: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
})
