import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
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

async function firstLine(folder: string, aws: RehearsedAws, ...moment: readonly string[]) {
  const child = startChild(
    'consoleChild.ts',
    [folder, aws.simulator.endpoint, SPEED, ...moment],
    {},
  )
  try {
    for await (const line of child.lines) return line
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
          const { ended } = await firstLine(folder.path, aws)
          expectWholeShow(aws, SessionView.parse(ended))
        })(),
      )
    } finally {
      await aws.close()
      folder.remove()
    }
  })
})
