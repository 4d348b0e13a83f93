import type { StopLine, StopReport } from '../../shared/domain/found'
import { dayTime, timeOfDay } from '../format/time'
import { count, sentenceCase } from '../format/words'
import { Nothing, Panel } from '../widgets/Panel'
import { outcomeInWords } from './foundWords'

/** What became of everything that was to be stopped, one by one. */
export function StopReportPanel({ report }: { readonly report: StopReport }) {
  const { lines, beganAt, endedAt } = report
  const things = lines.filter(({ kind }) => kind !== 'region')
  const regions = lines.filter(({ kind }) => kind === 'region')
  return (
    <Panel
      title="Stop everything of mine"
      aside={
        <span>{`${dayTime(beganAt)} · ${endedAt === null ? 'under way' : summary(things)}`}</span>
      }
    >
      <div role="status" className="sr-only">
        {endedAt === null ? 'Everything is being stopped' : summary(things)}
      </div>
      {things.length === 0 && endedAt !== null && regions.length === 0 && (
        <Nothing>Nothing of Tallylight’s was there to be stopped.</Nothing>
      )}
      {things.length > 0 && (
        <ul className="stop-lines">
          {things.map((line) => (
            <Line key={`${line.region} ${line.kind} ${line.id}`} line={line} />
          ))}
        </ul>
      )}
      {regions.length > 0 && <Unasked lines={regions} />}
    </Panel>
  )
}

const summary = (lines: readonly StopLine[]): string => {
  const open = lines.filter(({ outcome }) => outcome === 'not-stopped').length
  return open === 0 ? 'all off' : `${count(open, 'thing')} may still run`
}

function Line({ line }: { readonly line: StopLine }) {
  const { name, id, region, kind, outcome, error, requestId } = line
  return (
    <li data-outcome={outcome}>
      <strong>{outcomeInWords(outcome)}</strong>
      <span className="clip" title={id}>
        {name || id}
        <span className="faint"> · {kind === 'channel' ? 'channel' : 'IVS stream'} · </span>
        <span className="num">{region}</span>
      </span>
      <span className="mono faint clip" title={requestId ?? ''}>
        {requestId}
      </span>
      {error && (
        <p>
          {error.what} {error.why} <strong>{error.todo}</strong> {otherwise(line)}
        </p>
      )}
    </li>
  )
}

/** What may still run, as old as that is, and what else stops it. */
function otherwise({ lastSeen, safetyStopAt }: StopLine): string {
  const seen = lastSeen
    ? `AWS last said “${sentenceCase(lastSeen.state)}” at ${timeOfDay(lastSeen.at)}.`
    : ''
  const stop =
    safetyStopAt === null
      ? 'No safety stop is known here: stop it in the AWS console, under MediaLive, Channels.'
      : `AWS stops it by itself at ${timeOfDay(safetyStopAt)}; sooner only in the AWS console, under MediaLive, Channels.`
  return `${seen} ${stop}`
}

/** The same refusal in many regions is told once. */
function Unasked({ lines }: { readonly lines: readonly StopLine[] }) {
  const byWhat = Map.groupBy(lines, ({ error }) => error?.what ?? '')
  return [...byWhat].map(([what, same]) => (
    <p key={what} className="stop-unasked">
      <strong>
        {same.length === 1 ? same[0]?.region : count(same.length, 'region')} could not be asked.
      </strong>{' '}
      {what} {same[0]?.error?.todo} What runs there beyond what is listed above is not known.{' '}
      <span className="faint num">{same.map(({ region }) => region).join(', ')}</span>
    </p>
  ))
}
