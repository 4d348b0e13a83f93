// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { actionsNow } from '../../../src/renderer/actions/registry'
import { openConsole } from './openConsole'
import { scenes, type SceneName } from './scenes'

let close: () => void = () => {}
beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 4, 17, 18, 14, 7) }))
afterEach(() => {
  close()
  cleanup()
  vi.useRealTimers()
})

async function open(name: SceneName, hash = '#/resources') {
  const scene = scenes[name](Date.now())
  const sessions = scene.sessions.map((session) => ({ ...session, playUrl: null }))
  const console = await openConsole({ ...scene, sessions }, hash)
  close = console.close
  return console.fake
}

const settle = () => act(() => vi.advanceTimersByTimeAsync(0))
const press = async (target: Element) => {
  fireEvent.keyDown(target, { key: 'Enter' })
  await settle()
}
const click = async (target: Element) => {
  fireEvent.click(target, { detail: 1 })
  await settle()
}
const row = (name: string) => within(screen.getByRole('listitem', { name }))
const stopAll = () => screen.getByRole('button', { name: 'Stop everything of mine' })

test('what was found says whose it is, what it costs and what is known of it', async () => {
  await open('found')
  const text = screen.getByRole('listitem', { name: 'Morning devotion' }).textContent
  for (const part of [
    'On air',
    'eu-west-1',
    'maria on studio-1',
    '26 h 00',
    '$0.98',
    'Not known to this console',
  ])
    expect(text).toContain(part)
  expect(row('Sunday service').getByRole('link', { name: 'Open the show' })).toBeTruthy()
})

test('what is taken over is said first, and asked for again from the keyboard', async () => {
  const fake = await open('found')
  await press(row('Morning devotion').getByRole('button', { name: 'Adopt' }))
  expect(screen.getByText(/maria on studio-1 is told so/)).toBeTruthy()
  expect(fake.inputsOf('resources.adopt')).toEqual([])
  await click(screen.getByRole('button', { name: 'Yes, take it over' }))
  expect(fake.inputsOf('resources.adopt')).toMatchObject([
    { sessionId: 'session-9', region: 'eu-west-1' },
  ])
})

test('a click alone retires nothing; held, it does, and says before what goes dark', async () => {
  const fake = await open('found')
  const button = row('Morning devotion').getByRole('button', { name: 'Retire' })
  await click(button)
  expect(fake.inputsOf('resources.retire')).toEqual([])
  fireEvent.pointerDown(button, { button: 0, isPrimary: true })
  await act(() => vi.advanceTimersByTimeAsync(100))
  expect(screen.getByText(/It goes dark at once/)).toBeTruthy()
  await act(() => vi.advanceTimersByTimeAsync(2_000))
  expect(fake.inputsOf('resources.retire')).toMatchObject([{ sessionId: 'session-9' }])
})

test('what has no channel left cannot be adopted, and says why', async () => {
  await open('found')
  const board = row('Quarterly board meeting with all the branches and their guests')
  const adopt = board.getByRole('button', { name: 'Adopt' })
  expect(adopt.hasAttribute('disabled')).toBe(true)
  expect(adopt.title).toBe('No channel is left to go on with')
})

test('everything is stopped by hold alone, with its consequences said first', async () => {
  const fake = await open('found')
  fireEvent.pointerDown(stopAll(), { button: 0, isPrimary: true })
  await act(() => vi.advanceTimersByTimeAsync(200))
  expect(screen.getByText(/2 shows seen to run go dark/)).toBeTruthy()
  expect(fake.inputsOf('resources.stopEverything')).toEqual([])
  await act(() => vi.advanceTimersByTimeAsync(2_000))
  expect(fake.inputsOf('resources.stopEverything')).toHaveLength(1)
})

test('the palette leads to the red button from anywhere', async () => {
  await open('live', '')
  const action = actionsNow().find(({ keys }) => keys === 'Ctrl+Shift+X')
  expect(action?.label).toMatch(/^Stop everything of mine/)
  act(() => {
    action?.run()
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  })
  await settle()
  expect(document.activeElement).toBe(stopAll())
})

test('what could not be stopped says why, what was last seen, and what else stops it', async () => {
  await open('stopped-all')
  const report = screen.getByRole('region', { name: 'Stop everything of mine' }).textContent
  for (const part of [
    'Stopped',
    'Was off',
    'Could not be stopped',
    'The sign-in has expired.',
    'AWS last said “Running”',
    'AWS stops it by itself at',
    'us-east-1 could not be asked',
  ])
    expect(report).toContain(part)
})

test('a region that could not be asked is said', async () => {
  await open('found')
  const regions = screen.getByRole('region', { name: 'Regions' }).textContent
  expect(regions).toContain('5 of 5 asked')
  expect(regions).toContain(
    'MediaLive channels in ap-northeast-1: AWS does not allow ListChannels.',
  )
})

test('how far a look has come is told by region', async () => {
  await open('looking-around')
  expect(screen.getByRole('region', { name: 'Regions' }).textContent).toContain('2 of 5 asked')
  expect(screen.getByRole('button', { name: 'Looking …' }).hasAttribute('disabled')).toBe(true)
})

test('nothing found teaches what would stand there', async () => {
  await open('nothing-found')
  expect(screen.getByText(/Nothing of Tallylight’s is in AWS/)).toBeTruthy()
})

test('a look is asked for', async () => {
  const fake = await open('live')
  await click(screen.getByRole('button', { name: 'Look now' }))
  expect(fake.inputsOf('resources.look')).toHaveLength(1)
})

test('a console that only looks on can look, and do nothing', async () => {
  const scene = scenes.found(Date.now())
  const view = await openConsole(
    { ...scene, sessions: [], status: { ...scene.status, mayWrite: false } },
    '#/resources',
  )
  close = view.close
  expect(stopAll().hasAttribute('disabled')).toBe(true)
  for (const name of ['Adopt', 'Retire'])
    for (const button of screen.getAllByRole('button', { name }))
      expect(button.hasAttribute('disabled')).toBe(true)
  expect(screen.getByRole('button', { name: 'Look now' }).hasAttribute('disabled')).toBe(false)
})

test('a show that was taken over says by whom, and offers nothing', async () => {
  await open('taken-over', '')
  expect(screen.getByText('tom on truck-2 has taken over this show.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Stop' }).hasAttribute('disabled')).toBe(true)
})

test('the certificate is saved as text and as JSON', async () => {
  const made: Blob[] = []
  URL.createObjectURL = (blob) => (made.push(blob as Blob), 'blob:made')
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const fake = await open('certificate', '')
  await click(screen.getByRole('button', { name: 'Save as text' }))
  await click(screen.getByRole('button', { name: 'Save as JSON' }))
  expect(made.map(({ type }) => type)).toEqual(['text/plain', 'application/json'])
  await click(screen.getByRole('button', { name: 'Copy' }))
  expect(fake.inputsOf('sessions.copyCertificate')).toEqual([{ sessionId: 'session-1' }])
})
