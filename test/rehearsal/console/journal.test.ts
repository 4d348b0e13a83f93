import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openJournal, type SessionStory } from '../../../electron/app/journalReader'
import { journalText, sessionsText } from '../../../electron/shells/terminal/journalText'
import { airWholeShow, live, plan, prepared, wrapped } from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import { tempFolder } from '../../harness/tempFolder'

const { open, live: again } = rehearsalsInTest()

function reading<T>(folder: string, read: (of: ReturnType<typeof openJournal>) => T): T {
  const reader = openJournal(folder)
  try {
    return read(reader)
  } finally {
    reader.close()
  }
}

const steps = ({ runs }: SessionStory) => runs.flatMap((run) => run.steps)

describe('the journal', () => {
  it('names for every step that asked AWS the ids that AWS knows the calls by', async () => {
    const { life, folder } = await open()
    const { id } = await airWholeShow(life)
    const story = reading(folder, (journal) => journal.session(id))
    const made = new Map(life.calls.map(({ requestId, operation }) => [requestId, operation]))
    const told = steps(story).flatMap(({ requests }) => requests)
    for (const { call, id: requestId } of told) expect(made.get(requestId)).toBe(call)
    // Objects are also written by the check before the show, which is no step.
    const changes = life.calls.filter(
      ({ service, operation }) =>
        service !== 'S3' && /^(Create|Start|Stop|Update|Delete)/.test(operation),
    )
    expect(changes.length).toBeGreaterThan(10)
    for (const { requestId, operation } of changes)
      expect(told).toContainEqual({ call: operation, id: requestId })
    const waits = steps(story).filter(({ name }) => name.startsWith('await-'))
    expect(waits.length).toBeGreaterThan(2)
    expect(waits.flatMap(({ requests }) => requests)).toEqual([])
  })

  it('is read beside a console at work, in full, and changes nothing', async () => {
    const { life, folder, aws } = await open()
    const id = await prepared(life, await plan(life))
    aws.simulator.drills.arm({ kind: 'throttle', operation: 'StartChannel', times: 2 })
    await live(life, id)
    const [line] = reading(folder, (journal) => journal.sessions())
    expect(line).toMatchObject({ id, show: 'Sunday service', phase: 'live', parked: null, runs: 2 })
    const story = reading(folder, (journal) => journal.session('sunday SERVICE'))
    const start = steps(story).find(({ name }) => name === 'start-channel')
    expect(start).toMatchObject({ state: 'done', attempt: 3 })
    expect(start?.attempts.map(({ error, requests }) => [error.fate, requests.length])).toEqual([
      ['retry', 1],
      ['retry', 1],
    ])
    const shown = life.session(id)?.runs.flatMap((run) => run.steps)
    expect(shown?.find(({ name }) => name === 'start-channel')?.requests).toEqual(start?.requests)
    expect(start?.requests).toHaveLength(3)
    const view = await wrapped(life, id)
    expect(reading(folder, (journal) => journal.session(id.slice(0, 8))).certificate).toEqual(
      view.certificate,
    )
  })

  it('is text in which a person finds every run, try, id, length and fate, and no secret', async () => {
    const { life, folder, aws } = await open()
    const id = await prepared(life, await plan(life))
    aws.simulator.drills.arm({ kind: 'throttle', operation: 'StartChannel', times: 1 })
    await live(life, id)
    await wrapped(life, id)
    const story = reading(folder, (journal) => journal.session(id))
    const text = journalText(story)
    for (const run of story.runs) expect(text).toContain(run.id)
    for (const { requests, name } of steps(story)) {
      expect(text).toContain(name)
      for (const { id: requestId } of requests) expect(text).toContain(requestId)
    }
    expect(text).toMatch(/try 1 failed after \d+\.\d s, tried again: /)
    expect(text).toContain('certified: nothing is left')
    const all =
      text + JSON.stringify(story) + sessionsText(reading(folder, (one) => one.sessions()))
    expect(all).not.toContain('key-of-')
    expect(all).not.toMatch(/sk_/)
    expect(all).toContain('Sunday service')
  })

  it('is left as it was found: the next console opens it without a word', async () => {
    const { life, folder, aws } = await open()
    await plan(life)
    await life.close()
    const before = readFileSync(join(folder, 'tallylight.db'))
    reading(folder, (journal) => journal.sessions())
    expect(readFileSync(join(folder, 'tallylight.db')).equals(before)).toBe(true)
    const next = await again(aws, folder)
    expect(next.status()).toMatchObject({ notices: [], mayWrite: true })
  })

  it('says plainly where there is none, and makes none', () => {
    const folder = tempFolder()
    try {
      const nowhere = join(folder.path, 'nowhere')
      expect(() => openJournal(nowhere)).toThrow('There is no journal yet.')
      expect(existsSync(nowhere)).toBe(false)
      writeFileSync(join(folder.path, 'tallylight.db'), 'a shopping list\n'.repeat(300))
      expect(() => openJournal(folder.path)).toThrow('The data file is damaged.')
    } finally {
      folder.remove()
    }
  })

  it('says so where what is asked for is not there, or not one', async () => {
    const { life, folder } = await open()
    await prepared(life, await plan(life))
    expect(() => reading(folder, (journal) => journal.session('no-such'))).toThrow(
      'There is no session "no-such".',
    )
  })
})
