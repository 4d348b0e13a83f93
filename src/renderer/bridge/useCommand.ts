import { useCallback, useRef, useState } from 'react'
import { toOperatorError, type WireError } from '../../shared/errors'
import { CommandId } from '../../shared/domain/ids'

export interface Command<Args extends readonly unknown[], Value> {
  /** Resolves with the value, or with undefined where the error now stands in `error`. */
  readonly run: (...args: Args) => Promise<Value | undefined>
  readonly busy: boolean
  readonly error: WireError | null
  readonly clear: () => void
}

/** One operator gesture: busy while it is out, and the error it came back with, if any. */
export function useCommand<Args extends readonly unknown[], Value>(
  send: (...args: Args) => Promise<Value>,
): Command<Args, Value> {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const latest = useRef(send)
  latest.current = send
  const out = useRef(false)

  const run = useCallback(async (...args: Args): Promise<Value | undefined> => {
    // The second half of a double click is the same gesture.
    if (out.current) return undefined
    out.current = true
    setBusy(true)
    setError(null)
    try {
      return await latest.current(...args)
    } catch (thrown) {
      setError(toOperatorError(thrown, 'window').wire)
      return undefined
    } finally {
      out.current = false
      setBusy(false)
    }
  }, [])
  const clear = useCallback(() => setError(null), [])
  return { run, busy, error, clear }
}

/** A fresh id for a gesture. */
export const newCommandId = (): CommandId => CommandId.parse(crypto.randomUUID())
