import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startConsole } from '../../electron/app/startConsole'
import { memoryVault } from '../../electron/adapters/keychain/memoryVault'
import { silent } from '../harness/chores'
import { airedBefore } from '../harness/longHistory'
import { storesInTest } from '../harness/storesInTest'
import { printTable } from './figures'

const { open, folder } = storesInTest()
const figures: Parameters<typeof printTable>[1][number][] = []
afterAll(() => printTable('the start of the core over an old journal', figures))

const ENTRIES = 100_000
/** What one airing of the harness writes. */
const ENTRIES_AN_AIRING = 62
const TRIES = 15
/** What a busy machine cannot tell apart: an empty start is over in a millisecond or two. */
const NOISE_MS = 5

/** A data folder that was closed properly, with so many old airings. */
function closedFolder(airings: number): string {
  const path = folder()
  const { store, close } = open(path)
  airedBefore(store, airings)
  close()
  return path
}

function entriesIn(path: string): number {
  const database = new DatabaseSync(join(path, 'tallylight.db'), { readOnly: true })
  const row = database.prepare('SELECT count(*) AS entries FROM journal').get()
  database.close()
  return Number(row?.['entries'])
}

/** From nothing to a console that has told what it knows of every show that matters. */
async function msToStart(dataFolder: string): Promise<number> {
  const startedAt = performance.now()
  const console = await startConsole({
    dataFolder,
    version: '0.0.0',
    shell: {
      abilities: { shell: 'terminal', clipboard: false, notifications: false, keepAwake: false },
      copy: () => Promise.reject(new Error('no clipboard here')),
      notify: () => undefined,
      keepAwake: () => undefined,
    },
    speed: 1,
    simulator: () => Promise.reject(new Error('no rehearsal here')),
    parts: { log: silent, vault: memoryVault(null) },
  })
  console.handlers.sessions.all(() => undefined)()
  const ms = performance.now() - startedAt
  await console.close()
  return ms
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

describe('the core', () => {
  it('starts over 100,000 old entries as fast as over an empty journal', async () => {
    const full = closedFolder(Math.ceil(ENTRIES / ENTRIES_AN_AIRING))
    const empty = closedFolder(0)
    expect(entriesIn(full)).toBeGreaterThanOrEqual(ENTRIES)
    const taken: { empty: number[]; full: number[] } = { empty: [], full: [] }
    await msToStart(empty) // what is loaded once counts for neither
    for (let n = 0; n < TRIES; n++) {
      taken.empty.push(await msToStart(empty))
      taken.full.push(await msToStart(full))
    }
    const [few, many] = [median(taken.empty), median(taken.full)]
    const ms = (value: number) => `${value.toFixed(1)} ms`
    figures.push({ what: 'empty', measured: ms(few), goal: '' })
    figures.push({ what: `${ENTRIES} entries`, measured: ms(many), goal: '≤ 1.2 × + 5 ms' })
    expect(many).toBeLessThanOrEqual(1.2 * few + NOISE_MS)
  })
})
