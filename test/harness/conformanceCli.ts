import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  errorName,
  type Answer,
  type Driver,
  type DriverCall,
  type Place,
} from './conformanceDriver'
import { startProgram, type Program } from './conformanceProgram'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** One process for all commands: starting awscli anew for each takes ten times as long as the command. */
export interface Cli {
  driver(place: Place): Driver
  close(): Promise<void>
}

/** It shows no status of what succeeded, and of what failed only the error's name. */
export async function startCli(kind: Place): Promise<Cli> {
  const program = await startProgram('conformanceCli.py', kind)
  const folder = await mkdtemp(join(tmpdir(), 'tallylight-cli-'))
  return {
    driver: (place) => ({
      client: 'awscli',
      version: `awscli ${program.version}`,
      call: (call) => callBy(program, { place, call, folder }),
      close: () => Promise.resolve(),
    }),
    close: async () => {
      await program.close()
      await rm(folder, { recursive: true })
    },
  }
}

interface CliCall {
  readonly place: Place
  readonly call: DriverCall
  /** For bodies. */
  readonly folder: string
}

async function callBy(program: Program, { place, call, folder }: CliCall): Promise<Answer> {
  const own = await argumentsOf(call, await mkdtemp(join(folder, 'call-')))
  const at = place.endpoint === undefined ? [] : ['--endpoint-url', place.endpoint]
  // By itself it would ask for page after page and show them as one.
  const plain = ['--region', place.region, '--output', 'json', '--no-paginate']
  const words = [...at, ...plain, ...own.words]
  const { code, stdout, stderr } = (await program.ask(words)) as Ended // our own program's
  if (code !== 0) return failed(stderr, call)
  const output: unknown = stdout.trim() === '' ? {} : JSON.parse(stdout)
  return { kind: 'ok', status: undefined, output: await own.withBody(output) }
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
  const said =
    /An error occurred \((\w+)\) when calling the \w+ operation(?: \(.*?\))?: ?(.*)/s.exec(stderr)
  if (said) {
    const [, name = '', message = ''] = said
    const status = /^\d{3}$/.test(name) ? Number(name) : undefined
    return { kind: 'refused', error: errorName(name, status), status, message: message.trim() }
  }
  const isUnknown = /Invalid choice|argument (operation|command)|Unknown (parameter|options)/i
  if (isUnknown.test(stderr)) return { kind: 'lacks', what: `${service}.${operation}` }
  throw new Error(`aws ${service} ${operation}: ${stderr.trim()}`)
}
