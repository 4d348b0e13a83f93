import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { loadTestCard } from '../../electron/media/testCard/clips'
import { startSimulator } from '../../electron/simulator/simulator'
import { SoakRehearsal } from './soakRehearsal'

/*
 * A simulator with a real picture that is rehearsed on for so many seconds, in rounds of so many, and
 * tells after each what it holds. Ends by itself: whatever stays open keeps it from doing so.
 */
const [seconds = '40', roundSeconds = '6'] = process.argv.slice(2)

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void // what the flag puts there

const tell = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`)

/** ffmpeg for the thumbnails, as a rule; of Linux only. */
function children(): number {
  try {
    const path = `/proc/${process.pid}/task/${process.pid}/children`
    return readFileSync(path, 'utf8').split(' ').filter(Boolean).length
  } catch {
    return 0
  }
}

function sample(atMs: number, done: object): object {
  collectGarbage()
  const { heapUsed, rss, external } = process.memoryUsage()
  return { atMs: Math.round(atMs), heapUsed, external, rss, children: children(), ...done }
}

const simulator = await startSimulator({ timing: 'quick', seed: 7 })
const rehearsal = new SoakRehearsal(simulator)
await rehearsal.prepare(await loadTestCard())
const startedAt = performance.now()
const elapsed = () => performance.now() - startedAt
while (elapsed() < Number(seconds) * 1000) {
  await rehearsal.round(Number(roundSeconds) * 1000)
  tell(sample(elapsed(), rehearsal.done))
}
const happened = await rehearsal.happened()
await rehearsal.close()
await simulator.close()
tell({ ended: true, children: children(), happened })
