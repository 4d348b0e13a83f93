import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { SessionView } from '../../src/shared/domain/session'
import { expectWholeShow } from '../harness/aftermath'
import { startChild } from '../harness/childProcess'
import { rehearsedAws, type RehearsedAws } from '../harness/rehearsedAws'
import { tempFolder } from '../harness/tempFolder'

const SPEED = '200'

/** Moments at which a process is killed for good, told by what its journal was about to say or said. */
const moments = [
  ['before', 'step-succeeded create-channel', 'AWS has made the channel and nobody knows'],
  ['after', 'step-started start-channel', 'the start is announced'],
  ['before', 'step-succeeded start-channel', 'the channel starts and nobody knows'],
  ['after', 'step-succeeded write-take-playlist', 'a take is half closed'],
  ['before', 'step-succeeded stop-channel', 'the channel stops and nobody knows'],
  ['before', 'step-succeeded delete-channel', 'the channel is gone and nobody knows'],
  ['after', 'step-started certify', 'everything is given back, and not certified'],
] as const

/** The recording of a real clock goes on whether or not a console is there. */
async function recordWhile<T>(aws: RehearsedAws, work: Promise<T>): Promise<T> {
  const over = new AbortController()
  const recording = (async () => {
    while (!over.signal.aborted) {
      await aws.catchUp()
      await sleep(200, undefined, { signal: over.signal }).catch(() => undefined)
    }
  })()
  try {
    return await work
  } finally {
    over.abort()
    await recording
  }
}

const consoleOn = (folder: string, aws: RehearsedAws, ...moment: readonly string[]) =>
  startChild('consoleChild.ts', [folder, aws.simulator.endpoint, SPEED, ...moment], {})

async function firstLine(folder: string, aws: RehearsedAws, ...moment: readonly string[]) {
  const child = consoleOn(folder, aws, ...moment)
  try {
    for await (const line of child.lines) return line
    throw new Error('the console ended without a word')
  } finally {
    await child.kill()
  }
}

/** Killed so long after it has told of so many entries; false where it had come to its end. */
async function killAfter(folder: string, aws: RehearsedAws, { entries, ms }: Moment) {
  const child = consoleOn(folder, aws, 'telling')
  try {
    let told = 0
    for await (const { entry } of child.lines) {
      if (entry === undefined) return false
      told += 1
      if (told === entries) break
    }
    await sleep(ms)
    return true
  } finally {
    await child.kill()
  }
}

/** A second life, to the end of the show: how often it looked before it knew, and the end. */
async function goOn(folder: string, aws: RehearsedAws) {
  const child = consoleOn(folder, aws)
  let looks = 0
  try {
    for await (const line of child.lines) {
      if (typeof line['looks'] === 'number') looks = line['looks']
      if (line['ended'] !== undefined) return { looks, ended: SessionView.parse(line['ended']) }
    }
    throw new Error('the console ended without a word')
  } finally {
    await child.kill()
  }
}

describe('a console killed for good', () => {
  it.concurrent.each(moments)('is taken up again: %s %s (%s)', async (when, entry) => {
    const aws = await rehearsedAws({ clock: 'real', speed: Number(SPEED) })
    const folder = tempFolder()
    try {
      await recordWhile(
        aws,
        (async () => {
          const hung = await firstLine(folder.path, aws, when, entry)
          expect(hung).toEqual({ hangs: `${when} ${entry}` })
          expectWholeShow(aws, (await goOn(folder.path, aws)).ended)
        })(),
      )
    } finally {
      await aws.close()
      folder.remove()
    }
  })
})

interface Moment {
  /** Entries of the journal that it has told of, and how long after. */
  readonly entries: number
  readonly ms: number
}

const SOAK = process.env['TALLYLIGHT_SOAK'] !== undefined
/** With those above, eleven in every run. */
const KILLS = SOAK ? 200 : 4
const SEED = Number(process.env['TALLYLIGHT_SEED'] ?? Date.now() % 1_000_000)
/** Of a whole show; the first few are its preparation. */
const ENTRIES = { from: 20, to: 78 }
const LONGEST_MS = 150

/** Mulberry32: the same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const throws = dice(SEED)
const anyMoments = Array.from({ length: KILLS }, (): Moment => {
  const entries = ENTRIES.from + Math.floor(throws() * (ENTRIES.to - ENTRIES.from))
  return { entries, ms: Math.floor(throws() * LONGEST_MS) }
})

describe(`a console killed at any moment (TALLYLIGHT_SEED=${SEED})`, () => {
  let killed = 0
  const looked: number[] = []

  it.concurrent.each(anyMoments)(
    'knows where it stands within two looks, and loses nothing: $entries entries, $ms ms',
    async (moment) => {
      const aws = await rehearsedAws({ clock: 'real', speed: Number(SPEED) })
      const folder = tempFolder()
      try {
        await recordWhile(
          aws,
          (async () => {
            if (await killAfter(folder.path, aws, moment)) killed += 1
            const { looks, ended } = await goOn(folder.path, aws)
            looked.push(looks)
            expect(looks).toBeLessThanOrEqual(2)
            expectWholeShow(aws, ended)
          })(),
        )
      } finally {
        await aws.close()
        folder.remove()
      }
    },
  )

  afterAll(() => {
    const most = Math.max(...looked)
    console.info(`crash: seed ${SEED}: ${killed} of ${KILLS} killed, at most ${most} looks`)
  })
})
