import { useCallback, useEffect, useRef, useState } from 'react'

/** Long enough that no slip of a finger does it, short enough for an emergency. */
export const HOLD_MS = 1_500

export interface Hold {
  readonly holding: boolean
  readonly press: () => void
  readonly release: () => void
}

/** Calls `done` once the button was held for the whole time without letting go. */
export function useHold(done: () => void): Hold {
  const [holding, setHolding] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(done)
  latest.current = done

  const release = useCallback(() => {
    clearTimeout(timer.current)
    setHolding(false)
  }, [])
  const press = useCallback(() => {
    clearTimeout(timer.current)
    setHolding(true)
    timer.current = setTimeout(() => {
      setHolding(false)
      latest.current()
    }, HOLD_MS)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  return { holding, press, release }
}
