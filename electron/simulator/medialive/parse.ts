import type { z } from 'zod'
import { badRequest, unprocessable, type ValidationError } from './faults'

/** How an operation refuses a malformed body: not every one declares 422. */
export type Refusal = 'unprocessable' | 'bad-request'

/** The body in its shape, or a refusal that names every member that is wrong. */
export function parseBody<Shape extends z.ZodType>(
  shape: Shape,
  body: unknown,
  refusal: Refusal,
): z.output<Shape> {
  const parsed = shape.safeParse(body ?? {}, { reportInput: true })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(validationErrorOf)
  if (refusal === 'unprocessable') throw unprocessable(errors)
  throw badRequest(errors.map(({ errorMessage }) => errorMessage).join('; '))
}

function validationErrorOf(issue: z.core.$ZodIssue): ValidationError {
  const path = elementPathOf(issue.path)
  const isMissing = 'input' in issue && issue.input === undefined
  if (!isMissing) return { elementPath: path, errorMessage: `${path} ${issue.message}`.trim() }
  const parent = elementPathOf(issue.path.slice(0, -1))
  const property = String(issue.path.at(-1))
  const errorMessage = `${parent} requires property "${property}"`.trim()
  return { elementPath: path, errorMessage }
}

/** `outputGroups[0].outputs[1]`: lowerCamelCase and, as AWS writes it, without `encoderSettings.` in front. */
export function elementPathOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\.encoderSettings(?=[.[])/, '')
    .replace(/^\./, '')
}
