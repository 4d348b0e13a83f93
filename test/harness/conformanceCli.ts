import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  errorName,
  type Answer,
  type Driver,
  type DriverCall,
  type Place,
} from './conformanceDriver'
import { awscli, outsideEnvironment } from './conformanceOutside'

const run = promisify(execFile)

/** A process a call. It shows no status of what succeeded, and of what failed only the error's name. */
export async function cliDriver(place: Place): Promise<Driver> {
  const environment = outsideEnvironment(place)
  const folder = await mkdtemp(join(tmpdir(), 'tallylight-cli-'))
  const { stdout } = await run(awscli, ['--version'], { env: environment })
  const at = place.endpoint === undefined ? [] : ['--endpoint-url', place.endpoint]
  const call = async (asked: DriverCall): Promise<Answer> => {
    const own = await argumentsOf(asked, folder)
    try {
      const said = await run(awscli, [...at, '--output', 'json', ...own.words], {
        env: environment,
        timeout: 60_000,
      })
      const output: unknown = said.stdout.trim() === '' ? {} : JSON.parse(said.stdout)
      return { kind: 'ok', status: undefined, output: await own.withBody(output) }
    } catch (failure) {
      // execFile rejects with an Error that carries what the program wrote.
      const { stderr } = failure as { readonly stderr?: string }
      if (stderr === undefined) throw failure
      return failed(stderr, asked)
    }
  }
  return {
    client: 'awscli',
    version: stdout.split(' ')[0]?.replace('/', ' ') ?? 'aws-cli',
    call,
    close: () => rm(folder, { recursive: true }),
  }
}

interface CliArguments {
  readonly words: readonly string[]
  withBody(output: unknown): Promise<unknown>
}

/** A streamed body goes by a file, in both directions. */
async function argumentsOf(
  { service, operation, input }: DriverCall,
  folder: string,
): Promise<CliArguments> {
  const { Body, ...rest } = input
  const file = join(folder, 'body')
  if (Body !== undefined) await writeFile(file, String(Body))
  const isRead = service === 's3' && operation === 'GetObject'
  return {
    words: [
      service === 's3' ? 's3api' : service,
      hyphenated(operation),
      // An operation that writes a file does not take its input as JSON.
      ...(isRead ? [...optionsOf(rest), file] : ['--cli-input-json', JSON.stringify(rest)]),
      ...(Body === undefined ? [] : ['--body', file]),
    ],
    withBody: async (output) =>
      isRead ? { ...(output as object), Body: await readFile(file, 'utf8') } : output,
  }
}

const optionsOf = (input: object): readonly string[] =>
  Object.entries(input).flatMap(([name, value]) => [`--${hyphenated(name)}`, String(value)])

/** As botocore does: `ListObjectsV2` is `list-objects-v2`. */
const hyphenated = (operation: string) =>
  operation
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()

function failed(stderr: string, { service, operation }: DriverCall): Answer {
  const said = /An error occurred \((\w+)\) when calling the \w+ operation[^:]*: ?(.*)/s.exec(
    stderr,
  )
  if (said) {
    const [, name = '', message = ''] = said
    const status = /^\d{3}$/.test(name) ? Number(name) : undefined
    return { kind: 'refused', error: errorName(name, status), status, message: message.trim() }
  }
  const isUnknown = /Invalid choice|argument (operation|command)|Unknown (parameter|options)/i
  if (isUnknown.test(stderr)) return { kind: 'lacks', what: `${service}.${operation}` }
  throw new Error(`aws ${service} ${operation}: ${stderr.trim()}`)
}
