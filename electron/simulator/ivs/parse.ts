import type { z } from 'zod'
import type { JsonCall } from '../kit/restJson'
import { pageOf } from '../kit/paging'
import { invalid, notFound } from './faults'

/**
 * The body in its shape, or a ValidationException that names the first member that is wrong. What it
 * names has to be in the Region that is asked: another one does not know it.
 */
export function bodyOf<Shape>(call: JsonCall, shape: z.ZodType<Shape>): Shape {
  const body = shaped(call.body ?? {}, shape, 'body')
  for (const [name, value] of Object.entries(body ?? {})) {
    if (/arn$/i.test(name) && typeof value === 'string') knownIn(call.region, value)
  }
  return body
}

/** The ARN itself; 404 when it is of another Region. */
export function knownIn(region: string, arn: string): string {
  const [, , , itsRegion = region] = arn.split(':')
  if (itsRegion !== region) throw notFound(arn)
  return arn
}

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
