import type { z } from 'zod'
import type { JsonCall } from '../kit/restJson'
import { pageOf } from '../kit/paging'
import { invalid } from './faults'

/** The body in its shape, or a ValidationException that names the first member that is wrong. */
export const bodyOf = <Shape>(call: JsonCall, shape: z.ZodType<Shape>): Shape =>
  shaped(call.body ?? {}, shape, 'body')

/** `name` is how a value that is wrong as a whole is called. */
export function shaped<Shape>(value: unknown, shape: z.ZodType<Shape>, name: string): Shape {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || name
  throw invalid(
    `1 validation error detected: Value at '${where}' failed to satisfy constraint: ${issue?.message}`,
  )
}

interface Asked {
  readonly maxResults?: number | undefined
  readonly nextToken?: string | undefined
}

/** A page under the name IVS gives the list. */
export function pageUnder<Item>(
  name: string,
  items: readonly Item[],
  how: { readonly asked: Asked; readonly usual: number; readonly keyOf: (item: Item) => string },
): { page: readonly Item[]; reply: (views: readonly unknown[]) => Record<string, unknown> } {
  const { asked, usual, keyOf } = how
  const { items: page, nextToken } = pageOf(items, keyOf, {
    maxResults: asked.maxResults ?? usual,
    nextToken: asked.nextToken || undefined,
  })
  return {
    page,
    reply: (views) => ({ [name]: views, ...(nextToken !== undefined && { nextToken }) }),
  }
}
