import { openStore } from '../../electron/adapters/storage/openStore'
import { Engine } from '../../electron/core/workflow/engine'
import { RunId, SessionId } from '../../src/shared/domain/ids'
import { chores, choresOn, realClock, silent } from './chores'

/*
 * A console of its own process that starts one run and comes no further than the chore it is told to
 * hang in, for tests that kill it there.
 */
const [folder = '', hangIn = '', refuse = ''] = process.argv.slice(2)

const { store } = openStore({ folder, now: Date.now })
const hang = (what: string): Promise<void> => {
  if (what !== hangIn) return Promise.resolve()
  process.stdout.write(`${JSON.stringify({ hangsIn: what })}\n`)
  return new Promise((_resolve) => setInterval(() => undefined, 1000))
}
const engine = new Engine({
  journal: store.journal,
  clock: realClock,
  log: silent,
  world: choresOn(folder, { hang, refuse: refuse === 'refuse' }),
  workflows: [chores],
})
engine.start(chores, {
  runId: RunId.parse('run-1'),
  sessionId: SessionId.parse('session-1'),
  input: 'plan',
})
