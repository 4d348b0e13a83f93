import type { Answer, Driver, DriverCall, Place } from './conformanceDriver'
import { errorName, rehearsalKeys } from './conformanceDriver'
import type { ServiceName } from './conformanceFlow'
import { clientModules, modelOf, type Shape } from './conformanceModel'
import { presignedUrl } from './conformancePresign'
import { watchAnswers } from './conformanceWitness'

/** As much of a client of the SDK as a caller by name needs. */
export interface NamedClient {
  send(command: object): Promise<Readonly<Record<string, unknown>>>
  destroy(): void
  readonly config: {
    credentials(): Promise<{
      readonly accessKeyId: string
      readonly secretAccessKey: string
      readonly sessionToken?: string | undefined
    }>
  }
}

type Constructor<Made> = new (options: object) => Made

const clientNames: Readonly<Record<ServiceName, string>> = {
  medialive: 'MediaLiveClient',
  ivs: 'IvsClient',
  s3: 'S3Client',
  sts: 'STSClient',
  scheduler: 'SchedulerClient',
  cloudwatch: 'CloudWatchClient',
}

/** The JavaScript SDK, commands looked up by name; what does not fit its own models is told to `found`. */
export function sdkDriver(place: Place, found: (problems: readonly string[]) => void): Driver {
  const clients = new Map<ServiceName, NamedClient>()
  const clientOf = (service: ServiceName): NamedClient => {
    const client = clients.get(service) ?? newClient(service, place, found)
    clients.set(service, client)
    return client
  }
  return {
    client: 'JavaScript',
    version: 'AWS SDK for JavaScript 3',
    call: (call) => send(clientOf(call.service), call),
    presign: async (operation, { Bucket, Key }, expiresInSeconds) =>
      presignedUrl({
        method: operation === 'GetObject' ? 'GET' : 'PUT',
        endpoint: place.endpoint ?? `https://s3.${place.region}.amazonaws.com`,
        bucket: String(Bucket),
        key: String(Key),
        region: place.region,
        expiresInSeconds,
        at: new Date(),
        credentials: await clientOf('s3').config.credentials(),
      }),
    close: () => {
      for (const client of clients.values()) client.destroy()
      return Promise.resolve()
    },
  }
}

function newClient(
  service: ServiceName,
  { endpoint, region }: Place,
  found: (problems: readonly string[]) => void,
): NamedClient {
  const made = clientModules[service][clientNames[service]]
  if (typeof made !== 'function') throw new Error(`the SDK has no ${clientNames[service]}`)
  const isRehearsal = endpoint !== undefined
  const Client = made as unknown as Constructor<NamedClient> // a class of the SDK, by its own name
  const client = new Client({
    region,
    // What is tried again is asked for again, by name.
    maxAttempts: 1,
    ...(isRehearsal && { endpoint, credentials: rehearsalKeys, forcePathStyle: true }),
  })
  watchAnswers(client, service, found)
  return client
}

function commandOf({ service, operation, input }: DriverCall): object {
  const made = clientModules[service][`${operation}Command`]
  if (typeof made !== 'function') throw new Error(`the SDK has no ${service}.${operation}`)
  const shape = modelOf(service).operation(operation)?.input()
  const taken = shape === undefined ? input : withDates(shape, input)
  return new (made as unknown as Constructor<object>)(taken as object)
}

/** The SDK takes dates where other clients take text. */
function withDates(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'timestamp' && typeof value === 'string') return new Date(value)
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((each) => withDates(shape.of(), each))
  }
  if (shape.kind !== 'structure' || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const member = shape.members.find((known) => known.name === name)
      return [name, member === undefined ? each : withDates(member.shape(), each)]
    }),
  )
}

async function send(client: NamedClient, call: DriverCall): Promise<Answer> {
  try {
    const { $metadata, ...output } = await client.send(commandOf(call))
    const { httpStatusCode } = $metadata as { readonly httpStatusCode?: number }
    return { kind: 'ok', status: httpStatusCode, output: await plain(output) }
  } catch (thrown) {
    return refusalOf(thrown)
  }
}

function refusalOf(thrown: unknown): Answer {
  // An error of the service carries these; any other is a defect and goes on up.
  const { name, message, $metadata } = thrown as {
    readonly name: string
    readonly message: string
    readonly $metadata?: { readonly httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode
  if (status === undefined) throw thrown
  return { kind: 'refused', error: errorName(name, status), status, message }
}

/** As JSON would have it: dates as text, a streamed body as the text it holds. */
async function plain(output: Readonly<Record<string, unknown>>): Promise<unknown> {
  const body = output['Body']
  const read =
    typeof body === 'object' && body !== null && 'transformToString' in body
      ? { Body: await (body as { transformToString(): Promise<string> }).transformToString() }
      : {}
  return JSON.parse(JSON.stringify({ ...output, ...read }))
}
