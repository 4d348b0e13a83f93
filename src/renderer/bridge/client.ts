import { contracts } from '../../shared/contract/console'
import type { Client, Contract, Entry } from '../../shared/contract/define'
import { OperatorError } from '../../shared/errors'
import type { Bridge } from './bridge'

let bridge: Bridge | undefined

/** Called once at the start, before anything is asked of the core. */
export function connectBridge(to: Bridge): void {
  bridge = to
}

function theBridge(): Bridge {
  if (!bridge) throw new Error('connectBridge() has to be called before the core is asked.')
  return bridge
}

/** Main is trusted in a release; while developing, every word of it is held against the contract. */
const checked = (entry: Entry, value: unknown): unknown =>
  import.meta.env.DEV ? entry.out.parse(value) : value

async function ask(channel: string, entry: Entry, input: unknown): Promise<unknown> {
  const reply = await theBridge().call(channel, input)
  if (!reply.ok) throw new OperatorError(reply.error)
  return checked(entry, reply.value ?? undefined)
}

function clientOf<C extends Contract>(subject: string, contract: C): Client<C> {
  const methods = Object.entries(contract).map(([method, entry]) => {
    const channel = `${subject}.${method}`
    if (entry.kind === 'call') return [method, (input: unknown) => ask(channel, entry, input)]
    const listen = (listener: (event: unknown) => void) =>
      theBridge().listen(channel, (event) => listener(checked(entry, event)))
    return [method, listen]
  })
  // The loop above gives each entry of the contract its function, which TypeScript cannot follow.
  return Object.fromEntries(methods) as Client<C>
}

/** The core as functions: `core.sessions.goLive({ … })` rejects with an OperatorError. */
export const core = {
  frame: clientOf('frame', contracts.frame),
  account: clientOf('account', contracts.account),
  shows: clientOf('shows', contracts.shows),
  sessions: clientOf('sessions', contracts.sessions),
  drills: clientOf('drills', contracts.drills),
  resources: clientOf('resources', contracts.resources),
} as const
export type Core = typeof core
