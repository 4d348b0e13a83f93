import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { contracts } from '../../../src/shared/contract/console'
import type { Contract, Entry, Reply, Unsubscribe } from '../../../src/shared/contract/define'
import { operatorError, toOperatorError, type Sentence } from '../../../src/shared/errors'
import type { ConsoleHandlers } from '../../app/console'
import type { Log } from '../../core/ports'
import { coalesced, onTimer, type NextFrame } from './coalesced'
import { callUnknown, inputRefused, inputTooLarge, senderRefused } from './sentences'

/** One MiB: the largest thing a window sends is a show with its destinations, some kilobytes. */
export const MAX_INPUT_BYTES = 1_048_576

export interface Asked {
  /** `subject.method`, unchecked. */
  readonly channel: unknown
  /** Whether the shell knows the sender for its own window. */
  readonly trusted: boolean
}

/** Answers everything that crosses from a window: the same rules in every shell. */
export interface Gate {
  /** Never rejects: an error is part of the reply. */
  call(asked: Asked & { readonly input: unknown }): Promise<Reply>
  /** Delivers what the contract allows, until unsubscribed. Throws an `OperatorError`. */
  listen(asked: Asked, deliver: (event: unknown) => void): Unsubscribe
}

export interface GateParts {
  readonly handlers: ConsoleHandlers
  readonly log: Log
  readonly nextFrame?: NextFrame
}

type Handler = (input: unknown) => unknown
interface Line {
  readonly channel: string
  readonly entry: Entry
  readonly handler: Handler
}

export function createGate({ handlers, log, nextFrame = onTimer }: GateParts): Gate {
  const lines = linesOf(contracts, handlers)

  const lineOf = ({ channel, trusted }: Asked, kind: Entry['kind']): Line => {
    if (!trusted) throw operatorError(senderRefused)
    const line = typeof channel === 'string' ? lines.get(channel) : undefined
    if (line?.entry.kind !== kind) throw operatorError(callUnknown)
    return line
  }
  const put = (thrown: unknown, asked: unknown): Reply => {
    const reference = randomUUID().slice(0, 8)
    const { wire } = toOperatorError(thrown, reference)
    const note = { channel: nameOf(asked), code: wire.code, reference, thrown: story(thrown) }
    if (wire.code === 'internal') log.error('a call failed', note)
    else log.warn('a call was refused', note)
    return { ok: false, error: { ...wire, reference: wire.reference ?? reference } }
  }

  return {
    async call(asked) {
      try {
        const line = lineOf(asked, 'call')
        return { ok: true, value: await run(line, asked.input) }
      } catch (thrown) {
        return put(thrown, asked.channel)
      }
    },
    listen(asked, deliver) {
      const line = lineOf(asked, 'feed')
      const events = coalesced((event) => {
        const parsed = line.entry.out.safeParse(event)
        if (parsed.success) deliver(parsed.data)
        else put(parsed.error, line.channel)
      }, nextFrame)
      const unsubscribe = line.handler(events.add) as Unsubscribe
      return () => {
        unsubscribe()
        events.stop()
      }
    },
  }
}

async function run({ entry, handler }: Line, raw: unknown): Promise<unknown> {
  if (entry.kind !== 'call') throw operatorError(callUnknown)
  if (sizeOf(raw) > MAX_INPUT_BYTES) throw operatorError(inputTooLarge)
  const input = entry.in.safeParse(raw, { error: plainly })
  if (!input.success) throw operatorError(refusal(input.error))
  // Parsed on the way out too: zod strips what the contract does not name, so nothing else can leave.
  return entry.out.parse(await handler(input.data))
}

/** For fields whose schema has no sentence of its own: no window of ours sends such a thing. */
const plainly = ({ path = [] }: { readonly path?: PropertyKey[] | undefined }): string =>
  path.length === 0
    ? 'What was sent is not of the form it should be.'
    : `"${path.map(String).join('.')}" is missing or not of the form it should be.`

/** A Map, so that `constructor.name` or `__proto__` from outside can find nothing. */
function linesOf(
  all: Readonly<Record<string, Contract>>,
  handlers: Readonly<Record<string, object>>,
): ReadonlyMap<string, Line> {
  return new Map(
    Object.entries(all).flatMap(([subject, contract]) =>
      Object.entries(contract).map(([method, entry]) => {
        const channel = `${subject}.${method}`
        // The mapped type ConsoleHandlers proves each handler fits its entry; it cannot be told per key.
        const handler = (handlers[subject] as Record<string, Handler>)[method]
        if (!handler) throw new TypeError(`no handler for ${channel}`)
        return [channel, { channel, entry, handler }] as const
      }),
    ),
  )
}

const refusal = (error: z.ZodError): Sentence =>
  inputRefused(error.issues[0]?.message ?? 'It is not valid.')

function sizeOf(input: unknown): number {
  return input === undefined ? 0 : Buffer.byteLength(JSON.stringify(input) ?? '')
}

const nameOf = (channel: unknown): string =>
  typeof channel === 'string' ? channel.slice(0, 80) : typeof channel

/** Of a schema's complaint only where and what: its text could repeat what was typed. */
const story = (thrown: unknown): unknown =>
  thrown instanceof z.ZodError
    ? thrown.issues.map(({ code, path }) => ({ code, path: path.join('.') }))
    : thrown
