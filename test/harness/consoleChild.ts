import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../electron/adapters/system/clock'
import type { Journal, JournalEntry } from '../../electron/core/journal'
import type { Store } from '../../electron/core/ports'
import { fileVault } from './fileVault'
import { airWholeShow } from './operator'
import { startLifeOn } from './rehearsedConsole'

/*
 * A console of its own process that airs a whole show, and stops dead (to be killed) just before or
 * just after the entry of the journal that it is told; `telling` it tells each entry instead. Without
 * one it tells how often it had to look until it knew where its show stands, and comes to the end.
 */
const [folder = '', endpoint = '', speed = '1', when = '', entry = ''] = process.argv.slice(2)

const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`)

/** Nothing of this process goes on; only a kill ends it. */
function hang(): void {
  say({ hangs: `${when} ${entry}` })
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** `step-succeeded create-channel` */
const nameOf = (one: JournalEntry): string =>
  'key' in one ? `${one.kind} ${one.key.split('/')[1]}` : one.kind

const watched = (journal: Journal): Journal => ({
  append: (sessionId, runId, one) => {
    const isIt = nameOf(one) === entry
    if (isIt && when === 'before') hang()
    const written = journal.append(sessionId, runId, one)
    if (isIt && when === 'after') hang()
    if (when === 'telling') say({ entry: nameOf(one) })
    return written
  },
  ofRun: (runId) => journal.ofRun(runId),
  ofSession: (sessionId) => journal.ofSession(sessionId),
  openRuns: () => journal.openRuns(),
})

const wrapStore = (store: Store): Store => ({
  journal: watched(store.journal),
  shows: store.shows,
  removedShows: store.removedShows,
  sessions: store.sessions,
  takes: store.takes,
  usage: store.usage,
  sessionIds: () => store.sessionIds(),
  takesOf: (sessionId) => store.takesOf(sessionId),
  usageOf: (sessionId) => store.usageOf(sessionId),
  outlineOf: (sessionId) => store.outlineOf(sessionId),
  setting: (name) => store.setting(name),
  putSetting: (name, value) => store.putSetting(name, value),
  together: (work) => store.together(work),
})

const life = await startLifeOn(
  {
    simulator: { endpoint, rtmp: 'rtmp://127.0.0.1:1935' },
    clock: systemClock,
    vault: fileVault(join(folder, 'keychain-of-test.json')),
  },
  { folder, speed: Number(speed), wrapStore },
)
if (when === '' && life.sessions().length > 0) {
  const looks = () => life.calls.filter(({ operation }) => operation === 'ListChannels').length
  const isKnown = () => life.sessions().every(({ facts }) => facts.observedAt !== null)
  await life.until('it is known where the show stands', isKnown)
  say({ knows: life.sessions().map(({ phase }) => phase), looks: looks() })
}
const view = await airWholeShow(life)
await life.close()
say({ ended: view })
