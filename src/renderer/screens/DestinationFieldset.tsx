import { Plus, Trash2 } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { DestinationKind } from '../../shared/domain/destination'
import type { DestinationId } from '../../shared/domain/ids'
import { MAX_DESTINATIONS, type Show } from '../../shared/domain/show'
import { core } from '../bridge/client'
import { kindWords } from '../format/words'
import { Field } from '../widgets/Field'
import { KeyField } from './KeyField'
import type { FormPart, Keys } from './formPart'
import { destinationFrom, withDestination, type DestinationFields } from './showForm'

const KINDS: readonly DestinationKind[] = ['ivs', 'youtube', 'restream', 'rtmp']

interface Props extends FormPart {
  readonly show: Show | null
  readonly keys: Keys
  readonly setKeys: (keys: Keys) => void
}

/** Where the show goes: from templates, up to ten. */
export function DestinationFieldset(props: Props) {
  const { fields, change, show, complaintOf } = props
  const { kept, look } = useKeptKeys(show)
  const full = fields.destinations.length >= MAX_DESTINATIONS
  const add = (kind: DestinationKind) =>
    change({
      destinations: withDestination(
        fields.destinations,
        destinationFrom(kind, crypto.randomUUID().slice(0, 8)),
      ),
    })
  return (
    <fieldset>
      <legend>Destinations</legend>
      {fields.destinations.length === 0 && (
        <p className="nothing">
          Add where the show should go. Without any it is only recorded. The list is fixed while it
          is live.
        </p>
      )}
      <ol className="destination-list">
        {fields.destinations.map((destination, index) => (
          <DestinationRow
            key={destination.id}
            {...props}
            destination={destination}
            index={index}
            kept={kept.includes(destination.id)}
            onKeyChanged={look}
          />
        ))}
      </ol>
      {complaintOf('destinations') && (
        <p className="field-note complaint" role="alert">
          {complaintOf('destinations')}
        </p>
      )}
      <div className="templates" role="group" aria-label="Add a destination">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className="small"
            disabled={full}
            title={full ? `A show takes at most ${MAX_DESTINATIONS} destinations.` : undefined}
            onClick={() => add(kind)}
          >
            <Plus aria-hidden size={13} />
            {kind === 'rtmp' ? 'Custom RTMP' : kindWords[kind]}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

interface RowProps extends Props {
  readonly destination: DestinationFields
  readonly index: number
  readonly kept: boolean
  readonly onKeyChanged: () => void
}

function DestinationRow(props: RowProps) {
  const { destination, index, fields, change, complaintOf, leave } = props
  const { id, kind, name, url } = destination
  const patch = (more: Partial<DestinationFields>) =>
    change({
      destinations: fields.destinations.map((other) =>
        other.id === id ? { ...other, ...more } : other,
      ),
    })
  const path = (field: string) => `destinations.${index}.${field}`
  return (
    <li className="destination" data-kind={kind}>
      <Field label={`${kindWords[kind]}: name`} complaint={complaintOf(path('name'))}>
        {(control) => (
          <input
            {...control}
            value={name}
            maxLength={60}
            onChange={(event) => patch({ name: event.target.value })}
            onBlur={() => leave(path('name'))}
          />
        )}
      </Field>
      {kind === 'ivs' ? (
        <p className="ivs-note faint">
          An IVS channel is made in your account when the show is prepared, and deleted when it is
          cleaned up. It needs no address and no key.
        </p>
      ) : (
        <>
          <Field label="Server address" className="grow" complaint={complaintOf(path('url'))}>
            {(control) => (
              <input
                {...control}
                className="mono"
                value={url}
                spellCheck={false}
                autoComplete="off"
                placeholder="rtmp://server.example/app"
                onChange={(event) => patch({ url: event.target.value })}
                onBlur={() => leave(path('url'))}
              />
            )}
          </Field>
          <KeyOf {...props} />
        </>
      )}
      <button
        type="button"
        className="icon-button destination-remove"
        aria-label={`Remove ${name || kindWords[kind]}`}
        title="Remove this destination"
        onClick={() =>
          change({ destinations: fields.destinations.filter((other) => other.id !== id) })
        }
      >
        <Trash2 aria-hidden size={14} />
      </button>
    </li>
  )
}

function KeyOf({ destination, show, keys, setKeys, kept, onKeyChanged }: RowProps) {
  const { id, name } = destination
  return (
    <KeyField
      name={name}
      value={keys[id] ?? ''}
      onChange={(key) => setKeys({ ...keys, [id]: key })}
      kept={show && kept ? { showId: show.id, destinationId: id, onDeleted: onKeyChanged } : null}
    />
  )
}

/** Which keys are kept; only whether, never what. */
function useKeptKeys(show: Show | null) {
  const [kept, setKept] = useState<readonly DestinationId[]>([])
  const showId = show?.id ?? null
  const look = useCallback(() => {
    if (showId === null) return
    core.shows.keysPresent({ showId }).then(
      setKept,
      // Then every field asks for its key; saving one says what is wrong with the keychain.
      () => setKept([]),
    )
  }, [showId])
  useEffect(look, [look])
  return { kept, look }
}
