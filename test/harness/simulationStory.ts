import { answerTo, clickOf, sensibleClick, type Answer, type Click } from './simulationClicks'
import type { Laptop } from './simulationConsole'
import { abandon } from './simulationAbandon'
import { bringToEnd } from './simulationEnding'
import type { Violation } from './simulationInvariants'
import type { Happening, Plan, Step } from './simulationPlan'
import { randomFrom } from './simulationRandom'
import { Stage } from './simulationStage'

/** What came of a story. */
export interface Outcome {
  readonly violation: Violation | undefined
  /** For a person; told only where something was violated. */
  readonly timeline: string
  /** All that happened, to compare two tellings of one seed. */
  readonly lines: readonly string[]
}

/** Plays a plan to its end, or to the first promise that does not hold. */
export async function play(plan: Plan): Promise<Outcome> {
  const giveBack = randomFrom(plan.seed)
  const stage = await Stage.open(plan)
  try {
    await playOn(stage)
  } catch (thrown) {
    stage.violated('no-mistake', thrown instanceof Error ? `${thrown.stack}` : String(thrown))
  } finally {
    await stage.close()
    giveBack()
  }
  const violation = stage.found
  const lines = stage.timeline.whole()
  return { violation, lines, timeline: violation ? stage.timeline.text() : '' }
}

async function playOn(stage: Stage): Promise<void> {
  for (const laptop of stage.laptops) await laptop.start()
  await stage.pass(2_000)
  for (const step of stage.plan.steps) {
    if (stage.found) return
    await happen(stage, step)
    await stage.pass(step.restMs)
  }
  if (!stage.found) await bringToEnd(stage)
}

async function happen(stage: Stage, step: Step): Promise<void> {
  switch (step.kind) {
    case 'sensible':
    case 'click':
      return clicked(stage, step)
    case 'crash':
      // A laptop that is dead stays so until it is started.
      return stage.laptops[step.who]?.cut(step.cut)
    case 'start': {
      const laptop = stage.laptops[step.who]
      // A cut that did not come to pass until now comes now.
      if (laptop?.life) laptop.cut({ at: 'once' })
      return laptop?.start()
    }
    case 'weather':
      stage.watch.forgiveStops()
      for (const drill of step.drills) stage.simulator.drills.arm(drill)
      return
    case 'clear-weather':
      return stage.simulator.drills.clear()
    case 'stranger': {
      const session = await stage.strange(step.what, step.dice)
      if (session !== undefined) stage.watch.forgiveStops(session)
      return
    }
    case 'abandon':
      return abandon(stage)
  }
}

type Clicked = Extract<Happening, { kind: 'sensible' | 'click' }>

async function clicked(stage: Stage, step: Clicked): Promise<void> {
  const laptop = stage.laptops[step.who]
  if (!laptop?.life) return
  const click =
    step.kind === 'sensible'
      ? sensibleClick(laptop.life, step.dice)
      : clickOf(laptop.life, step.what, step.dice)
  if (!click) return
  const commandId = laptop.gesture()
  const clicks = [clickOnce(stage, laptop, { click, commandId })]
  if (step.kind === 'click' && step.again !== 'no') {
    const second = step.again === 'same' ? commandId : laptop.gesture()
    clicks.push(clickOnce(stage, laptop, { click, commandId: second }))
  }
  await Promise.all(clicks)
}

interface Sent {
  readonly click: Click
  readonly commandId: ReturnType<Laptop['gesture']>
}

async function clickOnce(stage: Stage, laptop: Laptop, { click, commandId }: Sent): Promise<void> {
  const { what, session } = click
  const about = session ? ` of session ${session.id.slice(0, 8)} (${session.phase})` : ''
  stage.timeline.note(laptop.name, `CLICK ${what}${about}`)
  if (session && what === 'goLive') stage.watch.forgiveStops(session.id)
  const answer = await answerTo(laptop, click, commandId)
  stage.timeline.note(laptop.name, `${what}: ${wordsOf(answer)}`)
  if (answer.kind === 'mistake') stage.violated('no-mistake', `${what}: ${storyOf(answer.thrown)}`)
  if (answer.kind === 'done' && what === 'stop' && session) oweStop(stage, laptop, session.id)
}

/** Only in fair weather, and where whoever was asked lives on, somebody can be held to it. */
function oweStop(stage: Stage, laptop: Laptop, sessionId: string): void {
  const { drills } = stage.simulator
  const isFair = drills.list().length === 0
  const isIts = laptop.book.session(sessionId) !== undefined
  if (isFair && isIts && laptop.life) {
    stage.watch.oweStop(sessionId, stage.clock.now() + stopMs(stage.plan))
    void laptop.power?.fallen.then(() => stage.watch.forgiveStops(sessionId))
  }
}

/** Of a start and a stop at their slowest, made slower still by a drill that was on when they began. */
const SLOWEST_MS = 4 * (600_000 + 90_000)
/** Of looking, at lists that lag. */
const LOOKING_MS = 45_000

const stopMs = ({ speed }: Plan): number => SLOWEST_MS / speed + LOOKING_MS

const wordsOf = (answer: Answer): string =>
  answer.kind === 'refused' ? `refused, ${answer.code}: ${answer.what}` : answer.kind

const storyOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.stack} ${storyOf(thrown.cause ?? '')}` : String(thrown)
