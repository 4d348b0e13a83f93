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

/** One Python process: it takes longer to learn the models than to play all flows. */
export interface Boto {
  driver(place: Place): Driver
  close(): Promise<void>
}

/** Credentials are those of the kind of place: a simulator, or AWS. */
export async function startBoto(kind: Place): Promise<Boto> {
  const child = spawn(python, [program], {
    env: outsideEnvironment(kind),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the Python program ended')
    return JSON.parse(line.value)
  }
  const { version } = (await next()) as { readonly version: string } // its first line
  let before: Promise<unknown> = Promise.resolve()
  // One after the other: answers come in the order of the questions.
  const ask = (asked: object): Promise<Said> => {
    const answered = before.then(async () => {
      child.stdin.write(`${JSON.stringify(asked)}\n`)
      return (await next()) as Said // written by our own program
    })
    before = answered.catch(() => undefined)
    return answered
  }
  return {
    driver: (place) => driverOf(version, (asked) => ask({ place: placeOf(place), ...asked })),
    close: async () => {
      child.stdin.end()
      await gone
    },
  }
}

const placeOf = ({ endpoint, region }: Place) => ({ endpoint: endpoint ?? null, region })

const driverOf = (version: string, ask: (asked: object) => Promise<Said>): Driver => ({
  client: 'boto3',
  version: `boto3 ${version}`,
  call: async (call) => understood(await ask(call)),
  presign: async (operation, input, expiresInSeconds) => {
    const said = await ask({ service: 's3', operation, input, presign: expiresInSeconds })
    if (said.kind !== 'url') throw new Error(`no address came back: ${JSON.stringify(said)}`)
    return said.url
  },
  close: () => Promise.resolve(),
})

function understood(said: Said): Answer {
  if (said.kind === 'broken') throw new Error(said.why)
  if (said.kind === 'url') throw new Error('an address came back where none was asked for')
  if (said.kind !== 'refused') return said
  return { ...said, error: errorName(said.error, said.status) }
}
