// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DrillName, drillOffers } from '../../../src/shared/domain/drill'
import { openConsole } from './openConsole'
import { scenes, type Scene, type SceneName } from './scenes'

let close: () => void = () => {}
beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 4, 17, 18, 14, 7) }))
afterEach(() => {
  close()
  cleanup()
  vi.useRealTimers()
})

async function open(name: SceneName) {
  const scene: Scene = scenes[name](Date.now())
  const sessions = scene.sessions.map((session) => ({ ...session, playUrl: null }))
  const console = await openConsole({ ...scene, sessions })
  close = console.close
  return console.fake
}

const settle = () => act(() => vi.advanceTimersByTimeAsync(0))
const click = async (target: Element) => {
  fireEvent.click(target, { detail: 1 })
  await settle()
}
const drills = () => within(screen.getByRole('region', { name: 'Drills' }))
const openChoice = async () => {
  await click(drills().getByRole('button', { name: 'Stage a failure' }))
  return within(screen.getByRole('dialog', { name: 'Stage a failure' }))
}

test('drills are offered in rehearsal', async () => {
  await open('rehearsal')
  expect(drills().getByText(/Nothing leaves this machine/)).toBeTruthy()
})

test.each<SceneName>(['live', 'planned', 'trouble'])(
  'a console on AWS has no drills: %s',
  async (name) => {
    await open(name)
    expect(screen.queryByRole('region', { name: 'Drills' })).toBeNull()
  },
)

test('every drill can be chosen, with what will happen', async () => {
  await open('rehearsal')
  const choice = await openChoice()
  for (const name of DrillName.options) {
    const { title, what } = drillOffers[name]
    const button = choice.getByRole('button', { name: new RegExp(`^${title}`) })
    expect(button.textContent).toContain(what)
    expect(button.hasAttribute('disabled')).toBe(false)
  }
})

test('a drill begins for the time chosen, at the destination chosen', async () => {
  const fake = await open('rehearsal')
  const choice = await openChoice()
  await click(choice.getByRole('radio', { name: '15 seconds' }))
  fireEvent.change(choice.getByRole('combobox', { name: 'Destination' }), {
    target: { value: 'restream-1' },
  })
  await click(choice.getByRole('button', { name: /^Goes down/ }))
  expect(fake.inputsOf('drills.begin')).toEqual([
    {
      name: 'destination-down',
      sessionId: 'session-1',
      destinationId: 'restream-1',
      forMs: 15_000,
    },
  ])
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('what strikes once is given no length', async () => {
  const fake = await open('rehearsal')
  const choice = await openChoice()
  await click(choice.getByRole('button', { name: /^Pipeline fails/ }))
  expect(fake.inputsOf('drills.begin')).toMatchObject([{ name: 'pipeline-lost', forMs: null }])
})

test('armed drills say what, where and how much longer, and each can be ended', async () => {
  const fake = await open('drills')
  const [frozen, down] = drills().getAllByRole('listitem')
  expect(frozen?.textContent).toContain('Feed frozen')
  expect(frozen?.textContent).toContain('42')
  expect(down?.textContent).toContain('YouTube: goes down')
  expect(down?.textContent).toContain('until ended')
  await click(drills().getByRole('button', { name: /End the drill: YouTube/ }))
  await click(drills().getByRole('button', { name: 'End all' }))
  expect(fake.inputsOf('drills.end')).toEqual([{ id: 'drill-2' }])
  expect(fake.inputsOf('drills.endAll')).toHaveLength(1)
})
