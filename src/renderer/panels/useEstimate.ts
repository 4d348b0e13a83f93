import { useEffect, useState } from 'react'
import type { ShowDraft } from '../../shared/domain/show'
import { toOperatorError, type WireError } from '../../shared/errors'
import { core, type Core } from '../bridge/client'

export type Estimate = Awaited<ReturnType<Core['shows']['estimate']>>

export interface Estimated {
  readonly value: Estimate | null
  readonly error: WireError | null
  /** True while the figures belong to what was there a moment ago. */
  readonly pending: boolean
}

const DEBOUNCE_MS = 250

/** The price of a draft, asked again a moment after it has changed; the last answer stands meanwhile. */
export function useEstimate(draft: ShowDraft | null): Estimated {
  const [estimated, setEstimated] = useState<Estimated>({ value: null, error: null, pending: true })
  // By content: a draft is built anew at every key stroke.
  const text = draft && JSON.stringify(draft)
  useEffect(() => {
    if (text === null) return undefined
    let overtaken = false
    setEstimated((before) => ({ ...before, pending: true }))
    const timer = setTimeout(() => {
      // It was made of a ShowDraft two lines above.
      core.shows.estimate(JSON.parse(text) as ShowDraft).then(
        (value) => overtaken || setEstimated({ value, error: null, pending: false }),
        (thrown: unknown) =>
          overtaken ||
          setEstimated({
            value: null,
            error: toOperatorError(thrown, 'window').wire,
            pending: false,
          }),
      )
    }, DEBOUNCE_MS)
    return () => {
      overtaken = true
      clearTimeout(timer)
    }
  }, [text])
  return estimated
}
