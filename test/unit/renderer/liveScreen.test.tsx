// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useConsole } from '../../../src/renderer/store/useConsole'
import { HOLD_MS } from '../../../src/renderer/widgets/useHold'
import { anError, aSession, inRehearsal, onAws } from './builders'
import { openConsole } from './openConsole'
import { scenes, type Scene, type SceneName } from './scenes'

let close: () => void = () => {}
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 4, 17, 18, 14, 7) })
})
afterEach(() => {
  close()
  cleanup()
  vi.useRealTimers()
})

async function open(name: SceneName, change: (scene: Scene) => Scene = (scene) => scene) {
  const console = await openConsole(change(withoutPicture(scenes[name](Date.now()))))
  close = console.close
  return console.fake
}

/** There is no media in jsdom: the player is tried in a real browser. */
const withoutPicture = (scene: Scene): Scene => ({
  ...scene,
  sessions: scene.sessions.map((session) => ({ ...session, playUrl: null })),
})

const button = (name: string) => screen.getByRole('button', { name })
const region = (name: string) => within(screen.getByRole('region', { name }))
const tally = () => screen.getByRole('status', { name: 'Tally' })
const settle = (ms = 0) => act(() => vi.advanceTimersByTimeAsync(ms))
const click = async (target: Element) => {
  fireEvent.click(target, { detail: 1 })
  await settle()
}

describe('the tally', () => {
  test.each<[SceneName, string]>([
    ['planned', 'Off'],
    ['prepared', 'Ready'],
    ['starting', 'Starting'],
    ['live', 'On air'],
    ['rehearsal', 'Rehearsing'],
    ['trouble', 'Trouble'],
    ['certificate', 'Ended'],
  ])('in the scene %s says "%s"', async (scene, word) => {
    await open(scene)
    expect(tally().textContent).toBe(word)
  })

  test('follows the feed and nothing else: a command answered "ok" changes no lamp', async () => {
    const fake = await open('prepared')
    await click(button('Go live'))
    expect(fake.inputsOf('sessions.goLive')).toHaveLength(1)
    expect(tally().textContent).toBe('Ready')
    const item = aSession({ phase: 'live', tally: 'on-air' })
    act(() => fake.tell('sessions.all', { kind: 'changed', item }))
    expect(tally().textContent).toBe('On air')
  })
})

describe('the big buttons', () => {
  test('Prepare is offered with its price on it, and asks for this show', async () => {
    const fake = await open('planned', (scene) => ({
      ...scene,
      preflight: { ...scene.preflight, results: [] },
    }))
    await settle(300)
    expect(button('Prepare').textContent).toContain('$0.02/h')
    await click(button('Prepare'))
    expect(fake.inputsOf('sessions.prepare')).toMatchObject([{ showId: 'show-1' }])
  })

  test('Prepare is refused while a check blocks', async () => {
    const fake = await open('planned')
    expect(button('Prepare').matches(':disabled')).toBe(true)
    expect(button('Prepare').title).toBe('Restream has no stream key')
    fireEvent.keyDown(document.body, { key: 'P', ctrlKey: true, shiftKey: true })
    await settle()
    expect(fake.inputsOf('sessions.prepare')).toEqual([])
  })

  test('a double click is one gesture', async () => {
    const fake = await open('prepared')
    fireEvent.click(button('Go live'))
    fireEvent.click(button('Go live'))
    await settle()
    expect(fake.inputsOf('sessions.goLive')).toHaveLength(1)
  })

  test('a refused command says what happened and what to do, beside the buttons', async () => {
    const fake = await open('prepared')
    fake.answers.set('sessions.goLive', () => ({ ok: false, error: anError() }))
    await click(button('Go live'))
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain('Restream refused the connection.')
    expect(alert.textContent).toContain('Copy the key from Restream again')
    await click(within(alert).getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('Stop is held, and then asked for with the session', async () => {
    const fake = await open('live')
    fireEvent.keyDown(button('Stop'), { key: 'Enter' })
    expect(fake.inputsOf('sessions.stop')).toEqual([])
    await click(button('Yes, stop the show'))
    expect(fake.inputsOf('sessions.stop')).toMatchObject([{ sessionId: 'session-1' }])
  })

  test('Record ends the take that is running, and begins the next one', async () => {
    const fake = await open('live')
    await click(button('Stop recording'))
    expect(fake.inputsOf('sessions.endTake')).toMatchObject([
      { takeId: 'take-2', pictureAgeMs: null },
    ])
    const item = aSession({ phase: 'live', takes: [] })
    act(() => fake.tell('sessions.all', { kind: 'changed', item }))
    await click(button('Record'))
    expect(fake.inputsOf('sessions.startTake')).toMatchObject([{ name: 'Take 1' }])
  })

  test('keys work, and a key held down is one gesture', async () => {
    const fake = await open('prepared')
    const { listenToKeys } = await import('../../../src/renderer/actions/shortcuts')
    const stop = listenToKeys()
    const keys = { key: 'L', ctrlKey: true, shiftKey: true }
    fireEvent.keyDown(document.body, keys)
    fireEvent.keyDown(document.body, { ...keys, repeat: true })
    await settle()
    stop()
    expect(fake.inputsOf('sessions.goLive')).toHaveLength(1)
  })
})

describe('the ingest', () => {
  test('shows its stream name only when asked, and for fifteen seconds', async () => {
    await open('prepared')
    expect(region('Ingest').queryByText('a1b2c3d4-example-f9')).toBeNull()
    await click(button('Reveal stream name'))
    expect(region('Ingest').getByText('a1b2c3d4-example-f9')).toBeTruthy()
    await settle(14_999)
    expect(region('Ingest').queryByText('a1b2c3d4-example-f9')).toBeTruthy()
    await settle(1)
    expect(region('Ingest').queryByText('a1b2c3d4-example-f9')).toBeNull()
  })

  test('copies through the shell, so that the name never enters the page', async () => {
    const fake = await open('prepared')
    await click(button('Copy stream name'))
    expect(fake.inputsOf('sessions.copyIngest')).toEqual([{ sessionId: 'session-1', what: 'name' }])
    expect(fake.inputsOf('sessions.revealIngestName')).toEqual([])
  })

  test('in a browser the name can be copied only once it is on screen, and never its mask', async () => {
    const written: string[] = []
    vi.stubGlobal('navigator', {
      ...navigator,
      clipboard: { writeText: async (text: string) => void written.push(text) },
    })
    await open('prepared', (scene) => ({
      ...scene,
      status: {
        ...scene.status,
        abilities: { ...scene.status.abilities, shell: 'browser', clipboard: false },
      },
    }))
    expect(button('Copy stream name').matches(':disabled')).toBe(true)
    await click(button('Copy address'))
    await click(button('Reveal stream name'))
    await click(button('Copy stream name'))
    vi.unstubAllGlobals()
    expect(written).toEqual(['rtmp://203.0.113.20:1935/programme', 'a1b2c3d4-example-f9'])
  })
})

describe('trouble', () => {
  test('stands at its destination with what to do', async () => {
    await open('trouble')
    const row = region('Destinations').getByText('Restream refused the connection.').closest('li')
    expect(row?.textContent).toContain('Error')
  })

  test('what a destination says already, the alerts only name', async () => {
    const { what, why, todo } = anError()
    await open('trouble', (scene) => ({
      ...scene,
      sessions: scene.sessions.map((session) => ({
        ...session,
        alerts: [{ id: 'a', type: 'x', setAt: Date.now(), what, why, todo }],
      })),
    }))
    expect(region('Alerts').getByText('It is Restream: see there what to do.')).toBeTruthy()
    expect(region('Alerts').queryByText(todo)).toBeNull()
    expect(region('Destinations').getByText(todo)).toBeTruthy()
  })

  test('a run that waits for the sign-in is taken up for the whole account', async () => {
    const fake = await open('trouble')
    await click(region('Activity').getByRole('button', { name: 'Try again' }))
    expect(fake.inputsOf('account.tryAgain')).toHaveLength(1)
    expect(fake.inputsOf('sessions.resume')).toEqual([])
  })

  test('any other stuck run is taken up by itself', async () => {
    const fake = await open('trouble', (scene) => ({
      ...scene,
      sessions: scene.sessions.map((session) => ({
        ...session,
        runs: session.runs.map((run) =>
          run.error ? { ...run, state: 'parked' as const, error: anError() } : run,
        ),
      })),
    }))
    await click(region('Activity').getByRole('button', { name: 'Try again' }))
    expect(fake.inputsOf('sessions.resume')).toEqual([{ runId: 'run-renew' }])
  })

  test('says why there is no picture', async () => {
    await open('trouble')
    expect(region('Programme').getByText('Nothing arrives at the ingest')).toBeTruthy()
  })
})

describe('while waiting', () => {
  test('the place of the picture says what for, how long already, and how long it may take', async () => {
    await open('starting')
    const text = () => screen.getByRole('region', { name: 'Programme' }).textContent
    expect(text()).toContain('Wait until running')
    expect(text()).toContain('36 s · usually 1 min 15 s · at most 10 min')
    await settle(4_100)
    expect(text()).toContain('40 s · usually')
  })
})

describe('without a connection', () => {
  test('the window says so, and every control is refused', async () => {
    await open('live')
    act(() => useConsole.getState().receiveConnection(false, Date.now()))
    expect(screen.getByText('Not connected to the console.')).toBeTruthy()
    for (const name of ['Stop', 'Stop recording', 'Send test card', 'End & clean up'])
      expect(button(name).matches(':disabled')).toBe(true)
    expect(document.querySelector('.frame')?.getAttribute('data-connected')).toBe('false')
    act(() => useConsole.getState().receiveConnection(true, Date.now()))
    expect(screen.queryByText('Not connected to the console.')).toBeNull()
    expect(button('Stop').matches(':disabled')).toBe(false)
  })

  test('after fifteen seconds it says what to do if the console was restarted', async () => {
    await open('live')
    act(() => useConsole.getState().receiveConnection(false, Date.now()))
    const hint = () => region('Notices').queryByText(/open the address it printed/)
    await settle(13_000)
    expect(hint()).toBeNull()
    await settle(3_000)
    expect(hint()).toBeTruthy()
  })

  test('a hold that was begun before it broke stops nothing', async () => {
    const fake = await open('live')
    fireEvent.pointerDown(button('Stop'), { button: 0, isPrimary: true })
    act(() => useConsole.getState().receiveConnection(false, Date.now()))
    await settle(HOLD_MS * 2)
    expect(fake.inputsOf('sessions.stop')).toEqual([])
  })
})

test('a console that only looks on says so and offers no command', async () => {
  const fake = await open('view-only')
  expect(screen.getByText('Looking on only.')).toBeTruthy()
  expect(button('Stop').matches(':disabled')).toBe(true)
  await click(region('Notices').getByRole('button', { name: 'Dismiss' }))
  expect(fake.inputsOf('frame.dismissNotice')).toEqual([{ code: 'storage.damaged' }])
})

test('after a rehearsal, Prepare shows the real price once a real profile is in use', async () => {
  const fake = await open('certificate', (scene) => ({
    ...scene,
    account: inRehearsal(),
    sessions: scene.sessions.map((session) => ({ ...session, rehearsal: true })),
  }))
  await settle(300)
  expect(button('Prepare').textContent).toContain('free · on AWS $0.02/h')
  act(() => fake.tell('account.selected', onAws(Date.now())))
  expect(button('Prepare').textContent).not.toContain('free')
  expect(region('Cost').getByText('Rehearsed: nothing is charged')).toBeTruthy()
})

test('the certificate lists every question, its answer and its request', async () => {
  await open('certificate')
  const certificate = region('Certificate')
  expect(certificate.getByText('Nothing is left')).toBeTruthy()
  expect(certificate.getAllByRole('row')).toHaveLength(5)
  expect(certificate.getByText('MediaLive inputs')).toBeTruthy()
  expect(certificate.getByText('$1.13')).toBeTruthy()
})

test('a certificate with leftovers never says that nothing is left', async () => {
  await open('certificate', (scene) => ({
    ...scene,
    sessions: scene.sessions.map((session) => ({
      ...session,
      certificate: session.certificate && {
        ...session.certificate,
        leftovers: [{ kind: 'MediaLive input', id: '1234567', state: 'DETACHED' }],
      },
    })),
  }))
  const certificate = region('Certificate')
  expect(certificate.queryByText('Nothing is left')).toBeNull()
  expect(certificate.getByText('1 thing left')).toBeTruthy()
})
