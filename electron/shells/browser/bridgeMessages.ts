import { z } from 'zod'
import type { Reply } from '../../../src/shared/contract/define'

const id = z.int().nonnegative()

/** What a window sends over `/bridge`; its `id`s are its own and come back with the answers. */
const Message = z.union([
  z.strictObject({ id, call: z.string().max(100), input: z.unknown().optional() }),
  z.strictObject({ id, listen: z.string().max(100) }),
  z.strictObject({ id, unlisten: z.literal(true).or(z.string().max(100)) }),
])
export type Message = z.infer<typeof Message>

export type Answer =
  { readonly id: number; readonly reply: Reply } | { readonly id: number; readonly event: unknown }

/** Undefined where it is not a message: whoever sends such a thing is not our window. */
export function parseMessage(text: string): Message | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}
