import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { errorName, type Answer, type Driver, type Place } from './conformanceDriver'
import { outsideEnvironment, python } from './conformanceOutside'

const program = fileURLToPath(new URL('./conformanceBoto.py', import.meta.url))

type Said =
  | Answer
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'broken'; readonly why: string }

/** One Python process for all its calls, one after the other. */
export async function botoDriver(place: Place): Promise<Driver> {
  const child = spawn(
    python,
    [program, JSON.stringify({ ...place, endpoint: place.endpoint ?? null })],
    {
      env: outsideEnvironment(place),
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const gone = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the Python program ended')
    return JSON.parse(line.value)
  }
  const ask = async (asked: object): Promise<Said> => {
    child.stdin.write(`${JSON.stringify(asked)}\n`)
    return (await next()) as Said // written by our own program
  }
  const { version } = (await next()) as { readonly version: string } // its first line
  return {
    client: 'boto3',
    version: `boto3 ${version}`,
    call: async (call) => understood(await ask(call)),
    presign: async (operation, input, expiresInSeconds) => {
      const said = await ask({ service: 's3', operation, input, presign: expiresInSeconds })
      if (said.kind !== 'url') throw new Error(`no address came back: ${JSON.stringify(said)}`)
      return said.url
    },
    close: async () => {
      child.stdin.end()
      await gone
    },
  }
}

function understood(said: Said): Answer {
  if (said.kind === 'broken') throw new Error(said.why)
  if (said.kind === 'url') throw new Error('an address came back where none was asked for')
  if (said.kind !== 'refused') return said
  return { ...said, error: errorName(said.error, said.status) }
}
