import { Brush, Circle, OctagonX, PackageCheck, Play, Square, Tv } from 'lucide-react'
import { dollars } from '../../shared/domain/money'
import type { Preflight } from '../../shared/domain/preflight'
import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import type { WireError } from '../../shared/errors'
import { useAction, type Action } from '../actions/registry'
import { runningTake } from '../store/sessionFacts'
import type { PictureClock } from '../widgets/HlsPlayer'
import { ErrorNote } from '../widgets/ErrorNote'
import { HoldButton } from '../widgets/HoldButton'
import { Elapsed } from '../widgets/Timecode'
import { stopConsequence, wrapConsequence } from './consequences'
import { ControlButton } from './ControlButton'
import { controlRules, type ControlRules } from './controlRules'
import type { Estimated } from './useEstimate'
import { useShowCommands, type ShowCommands } from './useShowCommands'

interface Props {
  readonly show: Show
  readonly session: SessionView | undefined
  readonly silenced: string | null
  readonly preflight: Preflight | null
  readonly estimate: Estimated
  readonly rehearsal: boolean
  readonly picture: { readonly current: PictureClock | null }
}

const STOP_BUTTON = 'stop-button'

/** The big buttons, each in its own place for good: nothing moves under a finger. */
export function Controls(props: Props) {
  const { session, silenced, preflight } = props
  const commands = useShowCommands(props)
  const rules = controlRules({ session, silenced, preflight })
  useKeyboard(rules, commands, session)
  const open = session && session.phase !== 'wrapped' ? session : undefined
  return (
    <>
      <div className="controls" role="group" aria-label="Controls">
        <StartControl {...props} open={open} commands={commands} rules={rules} />
        <RecordControl open={open} commands={commands} rules={rules} />
        <TestCardControl open={open} commands={commands} rules={rules} />
        <HoldButton
          id={STOP_BUTTON}
          label="Stop"
          Icon={OctagonX}
          tone="stop"
          note={rules.stop ?? (open ? `Hold · ${goesDark(open)}` : 'Hold')}
          consequence={open ? stopConsequence(open) : ''}
          confirmLabel="Yes, stop the show"
          refusal={rules.stop}
          onConfirm={() => void commands.stop.run()}
        />
        <HoldButton
          id="wrap-button"
          label="End & clean up"
          Icon={Brush}
          tone="plain"
          note={open ? (rules.wrap ?? 'Hold · gives all back') : 'Nothing to clean up'}
          consequence={open ? wrapConsequence(open) : ''}
          confirmLabel="Yes, end the show"
          refusal={rules.wrap}
          onConfirm={() => void commands.wrap.run()}
        />
      </div>
      <Complaints commands={commands} />
    </>
  )
}

interface Part {
  readonly open: SessionView | undefined
  readonly commands: ShowCommands
  readonly rules: ControlRules
}

function StartControl({ open, commands, rules, estimate, rehearsal }: Part & Props) {
  const price = priceNote(estimate, open === undefined, rehearsal)
  if (!open)
    return (
      <ControlButton
        label="Prepare"
        Icon={PackageCheck}
        tone="primary"
        note={rules.prepare ?? price}
        busy={commands.prepare.busy}
        refusal={rules.prepare}
        onPress={() => void commands.prepare.run()}
      />
    )
  return (
    <ControlButton
      label="Go live"
      Icon={Play}
      tone="primary"
      note={open.phase === 'armed' ? price : rules.goLive}
      busy={commands.goLive.busy}
      refusal={rules.goLive}
      onPress={() => void commands.goLive.run()}
    />
  )
}

function priceNote({ value, error }: Estimated, idle: boolean, rehearsal: boolean): string {
  if (error) return 'Price not known'
  if (!value) return 'Price …'
  const rate = `${dollars(idle ? value.idlePerHourMicros : value.perHourMicros)}/h`
  const when = idle ? ' while it waits' : ''
  return rehearsal ? `free · on AWS ${rate}` : `${rate}${when}`
}

function RecordControl({ open, commands, rules }: Part) {
  const take = open && runningTake(open)
  return (
    <ControlButton
      label={take ? 'Stop recording' : 'Record'}
      Icon={take ? Square : Circle}
      tone={take ? 'recording' : 'record'}
      note={
        take ? (
          <>
            {take.name} · <Elapsed since={take.inAt} aws />
          </>
        ) : (
          (rules.record ?? 'Marks a take')
        )
      }
      busy={commands.record.busy}
      refusal={rules.record}
      onPress={() => void commands.record.run()}
    />
  )
}

function TestCardControl({ open, commands, rules }: Part) {
  const on = open?.testCard ?? false
  return (
    <ControlButton
      label={on ? 'Stop test card' : 'Send test card'}
      Icon={Tv}
      tone="plain"
      note={on ? 'Bars and tone are sent' : (rules.testCard ?? 'Bars and tone')}
      busy={commands.testCard.busy}
      refusal={rules.testCard}
      onPress={() => void commands.testCard.run()}
    />
  )
}

function goesDark({ legs, phase }: SessionView): string {
  if (phase === 'stopping') return 'asks once more'
  const streaming = legs.filter(({ state }) => state === 'streaming' || state === 'unproven').length
  if (streaming === 0) return 'no stream yet'
  return streaming === 1 ? '1 goes dark' : `${streaming} go dark`
}

function Complaints({ commands }: { readonly commands: ShowCommands }) {
  const all: readonly { error: WireError | null; clear: () => void }[] = Object.values(commands)
  return all.map(
    ({ error, clear }, index) => error && <ErrorNote key={index} error={error} onDismiss={clear} />,
  )
}

function useKeyboard(
  rules: ControlRules,
  commands: ShowCommands,
  session: SessionView | undefined,
) {
  const recording = session ? runningTake(session) !== undefined : false
  const onAir = (id: string, label: string, more: Pick<Action, 'keys' | 'refusal' | 'run'>) =>
    ({ id, label, group: 'On air', ...more }) as const
  useAction(
    onAir('prepare', 'Prepare', {
      keys: 'Ctrl+Shift+P',
      refusal: rules.prepare,
      run: () => void commands.prepare.run(),
    }),
  )
  useAction(
    onAir('go-live', 'Go live', {
      keys: 'Ctrl+Shift+L',
      refusal: rules.goLive,
      run: () => void commands.goLive.run(),
    }),
  )
  useAction(
    onAir('record', recording ? 'Stop recording' : 'Record', {
      keys: 'Ctrl+Shift+R',
      refusal: rules.record,
      run: () => void commands.record.run(),
    }),
  )
  useAction(
    onAir('stop', 'Stop … (goes to the button)', {
      keys: 'Ctrl+Shift+S',
      refusal: rules.stop,
      run: () => document.getElementById(STOP_BUTTON)?.focus(),
    }),
  )
  useAction(
    onAir('test-card', session?.testCard ? 'Stop test card' : 'Send test card', {
      keys: 'Ctrl+Shift+B',
      refusal: rules.testCard,
      run: () => void commands.testCard.run(),
    }),
  )
}
