import { z } from 'zod'
import type { WireError } from '../errors'

export interface Call<In extends z.ZodType, Out extends z.ZodType> {
  readonly kind: 'call'
  readonly in: In
  readonly out: Out
}
export interface Feed<Out extends z.ZodType> {
  readonly kind: 'feed'
  readonly out: Out
}
export type Entry = Call<z.ZodType, z.ZodType> | Feed<z.ZodType>
export type Contract = Readonly<Record<string, Entry>>

/** Something the renderer asks for once. */
export const call = <In extends z.ZodType, Out extends z.ZodType>(parts: {
  readonly in: In
  readonly out: Out
}): Call<In, Out> => ({ kind: 'call', ...parts })

/** Something the renderer is told about: what is, then every change. */
export const feed = <Out extends z.ZodType>(parts: { readonly out: Out }): Feed<Out> => ({
  kind: 'feed',
  ...parts,
})

/** A feed of things with an id: all of them first, then each change in order. */
export const collection = <Item extends z.ZodType, Id extends z.ZodType>(item: Item, id: Id) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('snapshot'), items: z.array(item) }),
    z.object({ kind: z.literal('changed'), item }),
    z.object({ kind: z.literal('forgotten'), id }),
  ])

/** What the core owes for a contract. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends Call<infer In, infer Out>
    ? (input: z.output<In>) => Promise<z.output<Out>>
    : C[K] extends Feed<infer Out>
      ? (publish: (event: z.output<Out>) => void) => Unsubscribe
      : never
}

/** What the renderer gets for a contract. */
export type Client<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends Call<infer In, infer Out>
    ? (input: z.input<In>) => Promise<z.output<Out>>
    : C[K] extends Feed<infer Out>
      ? (listener: (event: z.output<Out>) => void) => Unsubscribe
      : never
}

export type Unsubscribe = () => void

/** Electron flattens a thrown error to its message, so a reply carries its error as data. */
export type Reply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }
