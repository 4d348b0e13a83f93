import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { StreamKey } from '../../shared/domain/destination'
import type { DestinationId, ShowId } from '../../shared/domain/ids'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { shortTimeOfDay } from '../format/time'
import { useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { Field } from '../widgets/Field'
import { toast } from '../widgets/toasts'

interface Kept {
  readonly showId: ShowId
  readonly destinationId: DestinationId
  readonly onDeleted: () => void
}

interface Props {
  readonly name: string
  readonly value: string
  readonly onChange: (key: string) => void
  /** Where a key is held already; null where there is none. */
  readonly kept: Kept | null
}

/** A key goes in and never comes out: once kept it can be replaced, deleted, or copied by main. */
export function KeyField({ name, value, onChange, kept }: Props) {
  const [replacing, setReplacing] = useState(false)
  const [left, setLeft] = useState(false)
  if (kept && !replacing)
    return <KeptKey name={name} kept={kept} onReplace={() => setReplacing(true)} />
  const parsed = StreamKey.safeParse(value)
  const complaint =
    left && value !== '' && !parsed.success ? parsed.error.issues[0]?.message : undefined
  return (
    <Field
      label="Stream key"
      complaint={complaint}
      hint={kept ? 'Replaces the kept key when you save.' : undefined}
    >
      {(control) => (
        <input
          {...control}
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={kept ? 'new key' : 'paste it here'}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setLeft(true)}
        />
      )}
    </Field>
  )
}

interface KeptProps {
  readonly name: string
  readonly kept: Kept
  readonly onReplace: () => void
}

function KeptKey({ name, kept, onReplace }: KeptProps) {
  const { showId, destinationId, onDeleted } = kept
  const keychain = useConsole((s) => s.status?.keychain.kind ?? 'os')
  const clipboard = useConsole((s) => s.status?.abilities.clipboard ?? false)
  const [asking, setAsking] = useState(false)
  const remove = useCommand(async () => {
    await core.shows.deleteKey({ showId, destinationId })
    onDeleted()
  })
  const copy = useCommand(async () => {
    const { clearsAt } = await core.shows.copyKey({ showId, destinationId })
    toast(`Key copied. The clipboard is cleared at ${shortTimeOfDay(clearsAt)}.`)
  })
  const error = remove.error ?? copy.error
  return (
    <div className="field kept-key" role="group" aria-label={`Stream key of ${name}`}>
      <span className="field-label">Stream key</span>
      <span className="kept-key-word">
        <KeyRound aria-hidden size={14} />
        {keychain === 'os' ? 'Key kept in the keychain' : 'Key kept until the console is closed'}
      </span>
      <span className="kept-key-buttons">
        <button type="button" className="small" onClick={onReplace}>
          Replace
        </button>
        {clipboard && (
          <button type="button" className="small" onClick={() => void copy.run()}>
            Copy
          </button>
        )}
        <button
          type="button"
          className={asking ? 'small danger' : 'small'}
          onBlur={() => setAsking(false)}
          onClick={() => (asking ? void remove.run() : setAsking(true))}
        >
          {asking ? 'Really delete' : 'Delete'}
        </button>
      </span>
      {error && <ErrorNote error={error} />}
    </div>
  )
}
