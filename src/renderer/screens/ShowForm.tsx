import { useRef, useState, type FormEvent } from 'react'
import type { ShowId } from '../../shared/domain/ids'
import type { Show } from '../../shared/domain/show'
import { goTo } from '../app/routes'
import { core } from '../bridge/client'
import { newCommandId, useCommand } from '../bridge/useCommand'
import { useEstimate } from '../panels/useEstimate'
import { sessionOfShow } from '../store/sessionFacts'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { toast } from '../widgets/toasts'
import { toOperatorError } from '../../shared/errors'
import { DestinationFieldset } from './DestinationFieldset'
import type { Keys } from './formPart'
import { PlanFieldset } from './PlanFieldset'
import { PricePanel } from './PricePanel'
import { RemoveShow } from './RemoveShow'
import {
  draftForPrice,
  fieldsOf,
  freshFields,
  readFields,
  type Complaints,
  type ShowFields,
} from './showForm'

/** Makes a show, or changes one. */
export function ShowForm({ show }: { readonly show: Show | null }) {
  const [fields, setFields] = useState(() => (show ? fieldsOf(show) : freshFields()))
  const [keys, setKeys] = useState<Keys>({})
  const { complaints, draft } = readFields(fields, Date.now())
  const part = { ...useComplaints(complaints), fields, change: changer(setFields) }
  const estimate = useEstimate(draftForPrice(fields))
  const mayAct = useConsole(selectMayAct)
  const airing = useConsole((s) => {
    const session = show && sessionOfShow(s.sessions, show.id)
    return session != null && session.phase !== 'wrapped'
  })
  const form = useRef<HTMLFormElement>(null)
  const save = useCommand(async () => {
    if (!draft) return
    const showId = await saveDraft(show, draft)
    if (await saveKeys(showId, keys)) goTo({ at: 'show', showId })
    else goTo({ at: 'edit-show', showId })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    part.tryAll()
    if (draft) void save.run()
    else requestAnimationFrame(() => firstInvalid(form.current)?.focus())
  }
  return (
    <main className="page form-page">
      <form ref={form} onSubmit={submit} noValidate aria-label={show ? 'Edit show' : 'New show'}>
        <h1>{show ? `Edit ${show.name}` : 'New show'}</h1>
        {airing && (
          <p className="form-notice">
            This show is prepared or live now. What you change here counts from the next time it is
            prepared.
          </p>
        )}
        <PlanFieldset {...part} />
        <DestinationFieldset {...part} show={show} keys={keys} setKeys={setKeys} />
        {save.error && <ErrorNote error={save.error} />}
        <div className="form-foot">
          <button type="submit" className="primary" disabled={!mayAct || save.busy}>
            {show ? 'Save changes' : 'Create show'}
          </button>
          <button
            type="button"
            onClick={() => goTo(show ? { at: 'show', showId: show.id } : { at: 'home' })}
          >
            Cancel
          </button>
          {show && <RemoveShow show={show} />}
        </div>
      </form>
      <PricePanel estimate={estimate} fields={fields} />
    </main>
  )
}

const changer =
  (set: (next: (before: ShowFields) => ShowFields) => void) =>
  (patch: Partial<ShowFields>): void =>
    set((before) => ({ ...before, ...patch }))

/** Nothing is complained about while it is still being typed for the first time. */
function useComplaints(complaints: Complaints) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  return {
    complaintOf: (field: string) => (tried || left.has(field) ? complaints[field] : undefined),
    leave: (field: string) => setLeft((before) => new Set(before).add(field)),
    tryAll: () => setTried(true),
  }
}

const firstInvalid = (form: HTMLFormElement | null): HTMLElement | null =>
  form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? null

async function saveDraft(
  show: Show | null,
  draft: NonNullable<ReturnType<typeof readFields>['draft']>,
): Promise<ShowId> {
  if (!show) return (await core.shows.create({ commandId: newCommandId(), draft })).showId
  await core.shows.update({ showId: show.id, draft })
  return show.id
}

/** The show stands by now, so a key that is refused must not look as if the show were lost. */
async function saveKeys(showId: ShowId, keys: Keys): Promise<boolean> {
  let allKept = true
  for (const [id, key] of Object.entries(keys)) {
    if (!key) continue
    try {
      await core.shows.setKey({ showId, destinationId: id, key })
    } catch (thrown) {
      allKept = false
      toast('', { error: toOperatorError(thrown, 'window').wire })
    }
  }
  return allKept
}
