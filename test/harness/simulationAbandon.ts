import { safetyStopAt } from '../../electron/core/safety/safetyStopAt'
import type { SessionRecord } from '../../electron/core/ports'
import type { Stage } from './simulationStage'
import { channelsOf, isUp, sessionOf, type Thing } from './simulationWorld'

const MINUTE = 60_000
/** A schedule fires within the minute that begins at its time (Scheduler user guide, "Schedule types"). */
const PRECISION_MS = MINUTE
/** How long AWS takes to stop a channel at the most, and to start one that is to be stopped. */
const STOPPING_MS = 90_000 + 10 * MINUTE
const STRIDE_MS = 60_000

/** Every console dies for good, in fair weather; AWS alone has to end what is on air. */
export async function abandon(stage: Stage): Promise<void> {
  stage.simulator.drills.clear()
  // What a drill had begun (a restart of pipelines, say) is over by then.
  await stage.pass(2 * MINUTE)
  if (stage.found) return
  for (const laptop of stage.laptops) laptop.cut({ at: 'once' })
  stage.timeline.note('director', 'every console is dead, for good')
  await stage.pass(0)
  const diedAt = stage.clock.now()
  const before = stage.simulator.events.since(0).at(-1)?.seq ?? 0
  const up = channelsOf(stage.world()).filter(isUp)
  const dueAt = Math.max(diedAt, ...up.map((channel) => latestStop(stage, channel)))
  await stage.passUnattended(dueAt + PRECISION_MS + STOPPING_MS - diedAt, STRIDE_MS)
  for (const channel of up) checkStop(stage, channel, before)
}

/** When it has to be stopped at the latest, told from the plan alone. */
function latestStop(stage: Stage, channel: Thing): number {
  const session = recordOf(stage, channel)
  if (!session) return 0
  const now = stage.clock.now()
  // Not later than as if it had been armed now; an extension moved what was armed before.
  return Math.max(safetyStopAt(session.plannedEndAt, now), session.safetyStopAt ?? 0)
}

const recordOf = (stage: Stage, channel: Thing): SessionRecord | undefined =>
  stage.laptops.map(({ book }) => book.session(sessionOf(channel))).find((one) => one !== undefined)

function checkStop(stage: Stage, channel: Thing, since: number): void {
  const events = stage.simulator.events.since(since)
  const stop = events.find(
    (event) =>
      event.kind === 'channel-state' &&
      event['channelId'] === channel.id &&
      event['to'] === 'STOPPING',
  )
  const due = minuteOf(latestStopBefore(stage, channel))
  const now = channelsOf(stage.world()).find(({ id }) => id === channel.id)
  if (!stop) stage.violated('left-alone', `channel ${channel.id} was never stopped: ${now?.state}`)
  else if (stop.at > due + PRECISION_MS)
    stage.violated(
      'left-alone',
      `channel ${channel.id} was stopped ${stop.at - due} ms after ${new Date(due).toISOString()}`,
    )
  else if (now && now.state !== 'IDLE')
    stage.violated('left-alone', `channel ${channel.id} is ${now.state} in the end`)
}

/** The time that was set is kept on record; without one, what the plan says. */
const latestStopBefore = (stage: Stage, channel: Thing): number =>
  recordOf(stage, channel)?.safetyStopAt ?? latestStop(stage, channel)

const minuteOf = (at: number): number => Math.ceil(at / MINUTE) * MINUTE
