import type { ServiceName } from './conformanceFlow'
import { answerProblems } from './conformanceAnswer'

interface WireResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  body: unknown
}

type Next = (args: object) => Promise<{ readonly response: unknown }>

/** As much of a client of the SDK as this needs: every client has it. */
export interface WatchedClient {
  readonly middlewareStack: {
    add(
      middleware: (next: Next, context: { readonly commandName?: string }) => Next,
      options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
    ): void
  }
}

/** Operations whose body is the caller's own bytes, handed on unread. */
const streamed = new Set(['GetObject'])

/**
 * Has every answer a client receives checked against the SDK's own model before the SDK itself reads
 * it. `found` is told what is wrong; without it the call fails with that.
 */
export function watchAnswers(
  client: object,
  service: ServiceName,
  found: (problems: readonly string[]) => void = fail,
): void {
  const { middlewareStack } = client as WatchedClient // every client of the SDK is one
  const watch = (next: Next, { commandName = '' }: { readonly commandName?: string }): Next => {
    const operation = commandName.replace(/Command$/, '')
    return async (args) => {
      const result = await next(args)
      const response = result.response as WireResponse // what every HTTP handler gives
      const isStreamed = streamed.has(operation) && response.statusCode < 300
      const body = isStreamed ? undefined : await bodyOf(response)
      const { statusCode: status, headers } = response
      const problems = answerProblems(service, operation, { status, headers, body })
      if (problems.length > 0) found(problems)
      return result
    }
  }
  middlewareStack.add(watch, { step: 'deserialize', priority: 'low', name: 'schemaWitness' })
}

/** The client itself, whose calls fail from now on where an answer does not fit the model. */
export function watched<Client extends object>(service: ServiceName, client: Client): Client {
  watchAnswers(client, service)
  return client
}

function fail(problems: readonly string[]): never {
  throw new Error(`the answer does not fit the model of the SDK: ${problems.join('; ')}`)
}

/** Reads the body and puts it back for the SDK. */
async function bodyOf(response: WireResponse): Promise<string> {
  if (response.body === undefined || response.body === null) return ''
  const chunks: Buffer[] = []
  // Node's handler gives a readable stream of bytes.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>)
    chunks.push(Buffer.from(chunk))
  const bytes = Buffer.concat(chunks)
  response.body = bytes
  return bytes.toString('utf8')
}
