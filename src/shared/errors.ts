import { z } from 'zod'

/**
 * What becomes of the run that met the error, and so what the operator may expect:
 * tried again by itself · kept until the operator has mended something · undone · left as it is for
 * a person to look at.
 */
export const Fate = z.enum(['retry', 'wait', 'undo', 'park'])
export type Fate = z.infer<typeof Fate>

/** An error as data: what happened, most likely why, what to do. It crosses every border unchanged. */
export const WireError = z.object({
  /** Dotted and stable, for tests and reports: `credentials.expired`. */
  code: z.string(),
  what: z.string(),
  why: z.string(),
  todo: z.string(),
  fate: Fate,
  /** AWS's request id or our own log reference, folded away on screen. */
  reference: z.string().nullable(),
})
export type WireError = z.infer<typeof WireError>

/** An error already put into the operator's words. The technical story stays in `cause`, for the log. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'

  constructor(
    readonly wire: WireError,
    options?: ErrorOptions,
  ) {
    super(`${wire.what} ${wire.why}`, options)
  }
}

/** Everything of a sentence but its reference; see `src/shared/sentences.ts` for the table. */
export type Sentence = Omit<WireError, 'reference'>

/** Makes the error of a sentence; `cause` goes to the log, `reference` folds away on screen. */
export function operatorError(
  sentence: Sentence,
  more: { readonly cause?: unknown; readonly reference?: string | undefined } = {},
): OperatorError {
  const wire = { ...sentence, reference: more.reference ?? null }
  return new OperatorError(wire, { cause: more.cause })
}

/** True for an error in the operator's words with this code. */
export const hasCode = (thrown: unknown, code: string): boolean =>
  thrown instanceof OperatorError && thrown.wire.code === code

/** The unforeseen in plain words, with a reference that the log line carries too. */
export function toOperatorError(thrown: unknown, reference: string): OperatorError {
  if (thrown instanceof OperatorError) return thrown
  return operatorError(
    {
      code: 'internal',
      what: 'The console made a mistake.',
      why: 'Something happened that it was not built for.',
      todo: 'What is on air stays as it is. Report this with the reference below.',
      fate: 'park',
    },
    { cause: thrown, reference },
  )
}
