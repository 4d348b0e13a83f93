import { errorName, type Answer, type Driver, type Place } from './conformanceDriver'
import { startProgram } from './conformanceProgram'

type Said =
  | Answer
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'broken'; readonly why: string }

/** One Python process: it takes longer to learn the models than to play all flows. */
export interface Boto {
  driver(place: Place): Driver
  close(): Promise<void>
}

export async function startBoto(kind: Place): Promise<Boto> {
  const program = await startProgram('conformanceBoto.py', kind)
  return {
    driver: (place) =>
      driverOf(program.version, async (asked) => {
        const said = await program.ask({ place: placeOf(place), ...asked })
        return said as Said // written by our own program
      }),
    close: () => program.close(),
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
