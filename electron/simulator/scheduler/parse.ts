import type { z } from 'zod'
import { invalid } from './faults'

/** The value in its shape, or a ValidationException that names each member as AWS names it. */
export function shaped<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = shape.safeParse(value ?? {}, { reportInput: true })
  if (parsed.success) return parsed.data
  throw invalid(validationMessage(parsed.error.issues))
}

/** "2 validation errors detected: Value … at 'target.arn' failed to satisfy constraint: …; Value …" */
function validationMessage(issues: readonly z.core.$ZodIssue[]): string {
  const count = `${issues.length} validation error${issues.length > 1 ? 's' : ''} detected`
  return `${count}: ${issues.map(complaintOf).join('; ')}`
}

function complaintOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(memberName).join('.') || 'body'
  const value = issue.input === undefined ? 'null' : JSON.stringify(issue.input)
  return `Value ${value} at '${where}' failed to satisfy constraint: ${constraintOf(issue)}`
}

const memberName = (step: PropertyKey): string =>
  String(step).replace(/^[A-Z]/, (letter) => letter.toLowerCase())

function constraintOf(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return 'Member must not be null'
  switch (issue.code) {
    case 'too_big':
      return `Member must have ${measured(issue.origin)} less than or equal to ${issue.maximum}`
    case 'too_small':
      return `Member must have ${measured(issue.origin)} greater than or equal to ${issue.minimum}`
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${issue.pattern?.slice(1, -1) ?? issue.format}`
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`
    default:
      return `Member ${issue.message}`
  }
}

const measured = (origin: string) =>
  origin === 'string' || origin === 'array' ? 'length' : 'value'
