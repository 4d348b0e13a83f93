import { useState, type FormEvent } from 'react'
import type { AccountView } from '../../shared/domain/account'
import type { ConsoleStatus } from '../../shared/domain/consoleStatus'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { lengthInWords } from '../format/time'
import { profileName } from '../format/words'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { Field } from '../widgets/Field'
import { Panel } from '../widgets/Panel'
import { toast } from '../widgets/toasts'
import { readSettings, settingsFieldsOf, type SettingsFields } from './settingsForm'

/** What a show needs of the account, and what this console can do. */
export function SettingsScreen() {
  const account = useConsole((s) => s.account)
  const status = useConsole((s) => s.status)
  return (
    <main className="page settings">
      <h1>Settings</h1>
      {/* Built anew when the profile or its settings change elsewhere. */}
      {account && (
        <AccountForm
          key={`${account.selected.profile} ${JSON.stringify(account.settings)}`}
          account={account}
        />
      )}
      {status && <ThisConsole status={status} />}
    </main>
  )
}

function AccountForm({ account }: { readonly account: AccountView }) {
  const [fields, setFields] = useState(() => settingsFieldsOf(account.settings))
  const [tried, setTried] = useState(false)
  const mayAct = useConsole(selectMayAct)
  const { settings, complaints } = readSettings(fields)
  const save = useCommand(async () => {
    if (!settings) return
    await core.account.saveSettings(settings)
    toast('Settings saved.')
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (settings) void save.run()
  }
  return (
    <Panel title={`Account of ${profileName(account.selected.profile)}`}>
      <form onSubmit={submit} noValidate>
        {account.rehearsal && (
          <p className="rehearsed">
            In rehearsal these belong to the simulated account; fill in what you like.
          </p>
        )}
        <AccountFields
          fields={fields}
          change={(patch) => setFields({ ...fields, ...patch })}
          complaintOf={(field) => (tried ? complaints[field] : undefined)}
        />
        {save.error && <ErrorNote error={save.error} />}
        <div className="form-foot">
          <button type="submit" className="primary" disabled={!mayAct || save.busy}>
            Save settings
          </button>
        </div>
      </form>
    </Panel>
  )
}

interface FieldsProps {
  readonly fields: SettingsFields
  readonly change: (patch: Partial<SettingsFields>) => void
  readonly complaintOf: (field: keyof SettingsFields) => string | undefined
}

function AccountFields({ fields, change, complaintOf }: FieldsProps) {
  return (
    <div className="fields">
      <Field
        label="Role for MediaLive"
        className="wide"
        complaint={complaintOf('roleArn')}
        hint="The role MediaLive works with: it reads the input and writes the recording."
      >
        {(control) => (
          <input
            {...control}
            className="mono"
            spellCheck={false}
            placeholder="arn:aws:iam::111122223333:role/MediaLiveAccessRole"
            value={fields.roleArn}
            onChange={(event) => change({ roleArn: event.target.value })}
          />
        )}
      </Field>
      <SafetyFields {...{ fields, change, complaintOf }} />
      <Field
        label="Bucket for recordings"
        complaint={complaintOf('bucket')}
        hint="In the region of the show."
      >
        {(control) => (
          <input
            {...control}
            className="mono"
            spellCheck={false}
            placeholder="my-recordings"
            value={fields.bucket}
            onChange={(event) => change({ bucket: event.target.value })}
          />
        )}
      </Field>
      <Field label="Who may send to the ingest">
        {(control) => (
          <select
            {...control}
            value={fields.allow}
            onChange={(event) => change({ allow: asAllow(event.target.value) })}
          >
            <option value="this-machine">This machine’s public address</option>
            <option value="list">A list of addresses</option>
            <option value="everybody">Everybody who knows the stream name</option>
          </select>
        )}
      </Field>
      {fields.allow === 'list' && (
        <Field
          label="Address ranges"
          className="wide"
          complaint={complaintOf('cidrs')}
          hint="One a line, ten at most, like 203.0.113.4/32."
        >
          {(control) => (
            <textarea
              {...control}
              className="mono"
              rows={3}
              value={fields.cidrs}
              onChange={(event) => change({ cidrs: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}

/** What stops a show in AWS, or the word to go without. */
function SafetyFields({ fields, change, complaintOf }: FieldsProps) {
  return (
    <>
      <Field
        label="Role for the safety stop"
        className="wide"
        complaint={complaintOf('safetyRoleArn')}
        hint="AWS stops a show with it half an hour after its planned end, should this machine be gone. It stops hours, not the idle cents. resources/aws has a template that makes it."
      >
        {(control) => (
          <input
            {...control}
            className="mono"
            spellCheck={false}
            placeholder="arn:aws:iam::111122223333:role/TallylightSchedulerRole"
            value={fields.safetyRoleArn}
            onChange={(event) => change({ safetyRoleArn: event.target.value })}
          />
        )}
      </Field>
      {fields.safetyRoleArn.trim() === '' && (
        <label className="wide check">
          <input
            type="checkbox"
            checked={fields.withoutSafetyStop}
            onChange={(event) => change({ withoutSafetyStop: event.target.checked })}
          />
          Go live without one: if this machine dies, shows run and cost until somebody stops them.
        </label>
      )}
    </>
  )
}

const asAllow = (text: string): SettingsFields['allow'] =>
  text === 'list' || text === 'everybody' ? text : 'this-machine'

function ThisConsole({ status }: { readonly status: ConsoleStatus }) {
  const { abilities, keychain } = status
  return (
    <Panel title="This console">
      <dl className="about">
        <dt>Version</dt>
        <dd className="num">{status.version}</dd>
        <dt>Stream keys</dt>
        <dd>
          {keychain.kind === 'os'
            ? 'Kept in the keychain of this system'
            : 'Kept in memory until the console is closed'}
          {keychain.trouble && <ErrorNote error={keychain.trouble} alert={false} />}
        </dd>
        <dt>Copying keys</dt>
        <dd>{can(abilities.clipboard, 'the clipboard is cleared afterwards')}</dd>
        <dt>Notifications</dt>
        <dd>{can(abilities.notifications)}</dd>
        <dt>Keeps the machine awake while live</dt>
        <dd>{can(abilities.keepAwake)}</dd>
        <dt>Clock against AWS</dt>
        <dd className="num">
          {Math.abs(status.awsOffsetMs) < 1_000
            ? 'Agrees'
            : `${lengthInWords(Math.abs(status.awsOffsetMs))} ${status.awsOffsetMs > 0 ? 'behind' : 'ahead'}`}
        </dd>
        {status.rehearsalRtmp && (
          <>
            <dt>Rehearsal ingest</dt>
            <dd className="mono">{status.rehearsalRtmp}</dd>
          </>
        )}
      </dl>
    </Panel>
  )
}

const can = (able: boolean, more?: string): string =>
  able ? `Yes${more ? `; ${more}` : ''}` : 'Not in this window; the desktop app can'
