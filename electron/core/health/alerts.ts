import type { AlertView } from '../../../src/shared/domain/session'
import type { ObservedAlert } from '../ports'

interface Words {
  readonly match: RegExp
  readonly subject: 'input' | 'output' | 'channel'
  /** Viewers see slate or black while it is set. */
  readonly dark?: true
  readonly what: string
  readonly why: string
  readonly todo: string
}

/**
 * MediaLive's alert types in the operator's words (MediaLive user guide, "Channel alerts").
 * Alert wording is stable, log wording is not.
 */
const table: readonly Words[] = [
  {
    match:
      /RTMP Stream Not Found|RTMP Has No Audio|Video Not Detected|RTMP Server Disconnected|RTMP Input Connect Failed|Initial Probe/i,
    subject: 'input',
    dark: true,
    what: 'No picture arrives at the ingest.',
    why: 'The encoder is not sending, or sends to another address or stream name.',
    todo: 'Start the encoder, and compare address and stream name with those shown here.',
  },
  {
    match: /Black Video Detected/i,
    subject: 'input',
    dark: true,
    what: 'The picture is black.',
    why: 'The encoder sends black: a lens cap, a scene without a source, a capture card without signal.',
    todo: 'Look at the encoder’s own preview.',
  },
  {
    match: /Audio Not Detected|Audio PID Missing/i,
    subject: 'input',
    what: 'No sound arrives at the ingest.',
    why: 'The encoder sends video only, or its audio is not AAC.',
    todo: 'Turn the audio track on in the encoder.',
  },
  {
    match: /Double-Publishing/i,
    subject: 'input',
    what: 'Two encoders push to the same ingest.',
    why: 'Somebody else, or a second program on this machine, uses the same stream name.',
    todo: 'Stop one of them.',
  },
  {
    match: /Failed RTMP Connection/i,
    subject: 'output',
    what: 'A destination cannot be reached.',
    why: 'Its stream key is refused, its address is wrong, or the platform is down.',
    todo: 'Compare address and key with the platform. MediaLive goes on trying.',
  },
  {
    match:
      /Failed to Create Output|Failed to Write to Output|Upload Cache|HTTP Output|Failed HTTP Post/i,
    subject: 'output',
    what: 'The recording is not being written.',
    why: 'The role may not write to the bucket, or the bucket is gone.',
    todo: 'Check the bucket and the MediaLive role in Settings.',
  },
  {
    match: /Validate Certificate/i,
    subject: 'output',
    what: 'A destination shows a certificate that cannot be trusted.',
    why: 'The address is wrong, or the platform is misconfigured.',
    todo: 'Check the address of the destination.',
  },
]

const other: Omit<Words, 'match'> = {
  subject: 'channel',
  what: 'MediaLive reports a problem.',
  why: 'AWS gives no more than its name.',
  todo: 'Watch the picture; look the alert up in the MediaLive console if it stays.',
}

/** What an alert means, and what to do about it. */
export const wordsOf = ({ type }: Pick<ObservedAlert, 'type'>): Omit<Words, 'match'> =>
  table.find(({ match }) => match.test(type)) ?? { ...other, what: `MediaLive reports: ${type}.` }

/** For the screen. */
export function alertView(alert: ObservedAlert): AlertView {
  const { what, why, todo } = wordsOf(alert)
  return { id: alert.id, type: alert.type, setAt: alert.setAt, what, why, todo }
}

/** What is wrong, each thing once: AWS often sets several alerts for one cause. The oldest counts. */
export function alertViews(alerts: readonly ObservedAlert[]): readonly AlertView[] {
  const byAge = [...alerts].sort((a, b) => a.setAt - b.setAt).map(alertView)
  return byAge.filter(({ what }, index) => byAge.findIndex((one) => one.what === what) === index)
}

/** True while viewers get slate or black instead of the feed. */
export const isInputLost = (alerts: readonly ObservedAlert[]): boolean =>
  alerts.some((alert) => alert.state === 'SET' && wordsOf(alert).dark === true)

/** Since when, by AWS's time; null: the feed is seen. */
export function inputLostSince(alerts: readonly ObservedAlert[]): number | null {
  const lost = alerts.filter((alert) => alert.state === 'SET' && wordsOf(alert).dark === true)
  return lost.length === 0 ? null : Math.min(...lost.map(({ setAt }) => setAt))
}
