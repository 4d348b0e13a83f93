import type { ComponentProps } from 'react'
import type { PresetId, RecordingPolicy } from '../../shared/domain/show'
import { presetWords } from '../format/words'
import { Field } from '../widgets/Field'
import type { FormPart } from './formPart'
import { withPreset } from './showForm'

const PRESETS: readonly PresetId[] = ['1080p30', '1080p60', '720p30']
const HEIGHTS = ['1080', '720']
const RATES = ['25', '30', '50', '60']

/** Name, picture, recording, end and cap. */
export function PlanFieldset({ fields, change, complaintOf, leave }: FormPart) {
  return (
    <>
      <fieldset>
        <legend>Show</legend>
        <div className="fields">
          <Field label="Name" className="wide" complaint={complaintOf('name')}>
            {(control) => (
              <input
                {...control}
                value={fields.name}
                maxLength={80}
                autoFocus
                placeholder="Sunday service"
                onChange={(event) => change({ name: event.target.value })}
                onBlur={() => leave('name')}
              />
            )}
          </Field>
          <Field label="Preset" hint="What viewers get, and what it is billed by.">
            {(control) => (
              <select
                {...control}
                value={fields.preset}
                onChange={(event) => change(withPreset(fields, asPreset(event.target.value)))}
              >
                {PRESETS.map((preset) => (
                  <option key={preset} value={preset}>
                    {presetWords[preset]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
      </fieldset>
      <FeedFields {...{ fields, change, complaintOf, leave }} />
      <LimitFields {...{ fields, change, complaintOf, leave }} />
    </>
  )
}

const asPreset = (text: string): PresetId => PRESETS.find((preset) => preset === text) ?? '1080p30'

function FeedFields({ fields, change, complaintOf, leave }: FormPart) {
  return (
    <fieldset>
      <legend>What your encoder sends</legend>
      <div className="fields three">
        <Field label="Height">
          {(control) => (
            <select
              {...control}
              value={fields.height}
              onChange={(event) => change({ height: event.target.value })}
            >
              {HEIGHTS.map((height) => (
                <option key={height} value={height}>
                  {height} lines
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Frame rate">
          {(control) => (
            <select
              {...control}
              value={fields.framesPerSecond}
              onChange={(event) => change({ framesPerSecond: event.target.value })}
            >
              {RATES.map((rate) => (
                <option key={rate} value={rate}>
                  {rate} fps
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Bitrate (Mb/s)" complaint={complaintOf('megabits')}>
          {(control) => (
            <input
              {...control}
              inputMode="decimal"
              value={fields.megabits}
              onChange={(event) => change({ megabits: event.target.value })}
              onBlur={() => leave('megabits')}
            />
          )}
        </Field>
      </div>
      <p className="field-note">
        AWS reserves its decoder by this. Set keyframes every 2 seconds in the encoder.
      </p>
    </fieldset>
  )
}

const policies: readonly { readonly value: RecordingPolicy; readonly text: string }[] = [
  { value: 'keep-everything', text: 'Keep everything' },
  { value: 'keep-takes', text: 'Keep takes only' },
]

function LimitFields({ fields, change, complaintOf, leave }: FormPart) {
  return (
    <fieldset>
      <legend>Recording and limits</legend>
      <div className="fields three">
        <Field label="Recording" hint="What no take covers, when you clean up.">
          {(control) => (
            <select
              {...control}
              value={fields.recording}
              onChange={(event) =>
                change({
                  recording: event.target.value === 'keep-takes' ? 'keep-takes' : 'keep-everything',
                })
              }
            >
              {policies.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Planned end" hint="Optional." complaint={complaintOf('plannedEnd')}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={fields.plannedEnd}
              onChange={(event) => change({ plannedEnd: event.target.value })}
              onBlur={() => leave('plannedEnd')}
            />
          )}
        </Field>
        <Field label="Cap (US dollars)" hint="Optional." complaint={complaintOf('cap')}>
          {(control) => (
            <input
              {...control}
              inputMode="decimal"
              placeholder="no cap"
              value={fields.cap}
              onChange={(event) => change({ cap: event.target.value })}
              onBlur={() => leave('cap')}
            />
          )}
        </Field>
      </div>
      <AutoStopFields {...{ fields, change, complaintOf, leave }} />
    </fieldset>
  )
}

/** What ends a show nobody ends: a countdown comes first, and one click calls it off. */
function AutoStopFields({ fields, change, complaintOf, leave }: FormPart) {
  return (
    <div className="fields three">
      <Field
        label="Minutes without a picture"
        hint="Then the show is stopped. Empty: never."
        complaint={complaintOf('noInputMinutes')}
      >
        {(control) => (
          <input
            {...control}
            inputMode="numeric"
            placeholder="never"
            value={fields.noInputMinutes}
            onChange={(event) => change({ noInputMinutes: event.target.value })}
            onBlur={() => leave('noInputMinutes')}
          />
        )}
      </Field>
      <Field label="At the planned end">
        {(control) => (
          <LimitSelect
            control={control}
            value={fields.atPlannedEnd}
            onChange={(atPlannedEnd) => change({ atPlannedEnd })}
          />
        )}
      </Field>
      <Field label="When the cap is reached">
        {(control) => (
          <LimitSelect
            control={control}
            value={fields.atCap}
            onChange={(atCap) => change({ atCap })}
          />
        )}
      </Field>
    </div>
  )
}

interface LimitProps {
  readonly control: Parameters<ComponentProps<typeof Field>['children']>[0]
  readonly value: 'warn' | 'stop'
  readonly onChange: (value: 'warn' | 'stop') => void
}

const LimitSelect = ({ control, value, onChange }: LimitProps) => (
  <select
    {...control}
    value={value}
    onChange={(event) => onChange(event.target.value === 'stop' ? 'stop' : 'warn')}
  >
    <option value="warn">Say so and offer to stop</option>
    <option value="stop">Stop, after a countdown</option>
  </select>
)
