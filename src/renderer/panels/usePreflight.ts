import { useCallback, useEffect, useState } from 'react'
import type { ShowId } from '../../shared/domain/ids'
import type { Preflight } from '../../shared/domain/preflight'
import { toOperatorError, type WireError } from '../../shared/errors'
import { core } from '../bridge/client'

export interface Preflighted {
  readonly value: Preflight | null
  readonly error: WireError | null
  readonly busy: boolean
  readonly again: () => void
}

/** Runs the checks when the show is opened, when `reason` changes, and on demand. */
export function usePreflight(showId: ShowId | null, reason: string): Preflighted {
  const [round, setRound] = useState(0)
  const [state, setState] = useState<Omit<Preflighted, 'again'>>({
    value: null,
    error: null,
    busy: false,
  })
  useEffect(() => {
    if (showId === null) return undefined
    let overtaken = false
    setState((before) => ({ ...before, busy: true }))
    core.shows.preflight({ showId }).then(
      (value) => overtaken || setState({ value, error: null, busy: false }),
      (thrown: unknown) =>
        overtaken ||
        setState({ value: null, error: toOperatorError(thrown, 'window').wire, busy: false }),
    )
    return () => {
      overtaken = true
    }
  }, [showId, reason, round])
  const again = useCallback(() => setRound((n) => n + 1), [])
  return { ...state, again }
}
