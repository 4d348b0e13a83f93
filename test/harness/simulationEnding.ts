import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../electron/adapters/storage/openStore'
import type { SessionView } from '../../src/shared/domain/session'
import { answerTo, type Click } from './simulationClicks'
import type { Laptop } from './simulationConsole'
import { checkMoney } from './simulationMoney'
import { CANARY } from './simulationShows'
import type { Stage } from './simulationStage'

const MINUTE = 60_000
const LONGEST_WAIT_MS = 4 * MINUTE
/** So often somebody asks for the end before it counts as out of reach. */
const ROUNDS = 20

/** The weather clears, every console is there, and each session is ended until it is certified. */
export async function bringToEnd(stage: Stage): Promise<void> {
  stage.timeline.note('director', 'the end: fair weather, everybody is there, all is wrapped up')
  stage.simulator.drills.clear()
  for (const laptop of stage.laptops) await laptop.start()
  await stage.pass(15_000)
  // A stop that comes about by itself is waited for before the end is asked for.
  const { stopsOwedBy } = stage.watch
  if (stopsOwedBy !== undefined && stopsOwedBy < stage.clock.now() + LONGEST_WAIT_MS)
    await stage.pass(Math.max(0, stopsOwedBy + 1_000 - stage.clock.now()))
  for (let round = 0; round < ROUNDS && !stage.found; round++) {
    const open = stage.laptops.flatMap((laptop) => openOf(laptop).map((view) => ({ laptop, view })))
    if (open.length === 0) break
    for (const { laptop, view } of open) await end(stage, laptop, view)
    await stage.pass(round < 3 ? 20_000 : MINUTE)
  }
  if (stage.found) return
  for (const laptop of stage.laptops) checkEnded(stage, laptop)
  await stage.pass(5_000)
  if (stage.found) return
  const left = stage.world().things.map(({ kind, id, state }) => `${kind} ${id} ${state}`)
  if (left.length > 0) stage.violated('nothing-left', left.join(', '))
  checkMoney(stage)
  for (const laptop of stage.laptops) await checkFolder(stage, laptop)
}

const isCertified = ({ phase, certificate }: SessionView): boolean =>
  phase === 'wrapped' && certificate !== null

const openOf = ({ life }: Laptop): readonly SessionView[] =>
  life?.sessions().filter((view) => !isCertified(view)) ?? []

/** As an operator would: signs in again, lets go on what waits, and asks for the end. */
async function end(stage: Stage, laptop: Laptop, view: SessionView): Promise<void> {
  const { life } = laptop
  if (!life) return
  const { handlers } = life
  const clicks: Pick<Click, 'what' | 'send'>[] = []
  if (life.account()?.state === 'trouble')
    clicks.push({ what: 'tryAgain', send: () => handlers.account.tryAgain() })
  for (const { id: runId, state } of view.runs)
    if (state === 'waiting' || state === 'parked')
      clicks.push({ what: 'resume', send: () => handlers.sessions.resume({ runId }) })
  const { id: sessionId } = view
  clicks.push({
    what: 'wrap',
    send: (commandId) => handlers.sessions.wrap({ commandId, sessionId }),
  })
  for (const { what, send } of clicks) {
    const answer = await answerTo(laptop, { what, send, session: view, show: undefined })
    stage.timeline.note(laptop.name, `at the end: ${what} ${view.id.slice(0, 8)}: ${answer.kind}`)
    if (answer.kind === 'mistake') stage.violated('no-mistake', String(answer.thrown))
  }
}

function checkEnded(stage: Stage, laptop: Laptop): void {
  for (const { id, phase, parked, runs } of openOf(laptop)) {
    const open = runs.filter(({ endedAt }) => endedAt === null)
    const told = open.map(({ workflow, state, steps, error }) => ({
      workflow,
      state,
      error: error?.code,
      steps: steps
        .filter((step) => step.endedAt === null)
        .map(({ name, error: e }) => [name, e?.code]),
    }))
    stage.violated(
      'ends',
      `session ${id} is ${phase}${parked ? `, parked: ${parked.code}: ${parked.what}` : ''}; ${JSON.stringify(told)}`,
    )
  }
}

/** The life ends first, so that all of it is on disk. */
async function checkFolder(stage: Stage, laptop: Laptop): Promise<void> {
  const told = JSON.stringify(laptop.life?.told ?? [])
  laptop.cut({ at: 'once' })
  await laptop.bury()
  const files = readdirSync(laptop.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  for (const file of files)
    if (readFileSync(file).includes(CANARY)) stage.violated('secret', `in ${file}`)
  if (laptop.said.some((line) => line.includes(CANARY))) stage.violated('secret', 'in the log')
  if (told.includes(CANARY)) stage.violated('secret', 'in what is shown')
  const { store, close } = openStore({ folder: laptop.folder, now: Date.now, readOnly: true })
  const lost = laptop.book.lostBy(store)
  close()
  if (lost.length > 0) stage.violated('journal-keeps', `${laptop.name} has lost ${lost.join(', ')}`)
}
