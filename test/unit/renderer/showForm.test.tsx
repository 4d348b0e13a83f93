// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { anError, NOW } from './builders'
import { openConsole } from './openConsole'
import { scenes } from './scenes'

let close: () => void = () => {}
afterEach(() => {
  close()
  cleanup()
})

async function open(name: 'first-run' | 'planned', hash: string) {
  const console = await openConsole(scenes[name](NOW), hash)
  close = console.close
  return console.fake
}

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const click = async (name: string) => {
  fireEvent.click(screen.getByRole('button', { name }))
  await act(async () => new Promise((resolve) => setTimeout(resolve)))
}

test('the first window teaches, and its one button leads to a new show', async () => {
  await open('first-run', '')
  expect(screen.getByRole('main').querySelectorAll('ol > li')).toHaveLength(3)
  await click('Make your first show')
  expect(screen.getByRole('heading', { name: 'New show' })).toBeTruthy()
})

test('a show is made first, then its keys go to the keychain, and the page forgets them', async () => {
  const fake = await open('first-run', '#/new')
  type('Name', 'Sunday service')
  await click('YouTube')
  type('Stream key', 'abcd-1234-efgh')
  await click('Create show')
  const written = fake.asked.filter(({ channel }) =>
    ['shows.create', 'shows.setKey'].includes(channel),
  )
  expect(written.map(({ channel }) => channel)).toEqual(['shows.create', 'shows.setKey'])
  expect(written[0]?.input).toMatchObject({
    draft: { name: 'Sunday service', shape: 'program', destinations: [{ kind: 'youtube' }] },
  })
  expect(JSON.stringify(written[0]?.input)).not.toContain('abcd-1234-efgh')
  expect(written[1]?.input).toMatchObject({ showId: 'show-1', key: 'abcd-1234-efgh' })
  expect(location.hash).toBe('#/shows/show-1')
  expect(document.body.innerHTML).not.toContain('abcd-1234-efgh')
})

test('nothing is sent while a field is wrong, and each says what to do', async () => {
  const fake = await open('first-run', '#/new')
  await click('Custom RTMP')
  type('Server address', 'http://server.example/app')
  expect(screen.queryByRole('alert')).toBeNull()
  fireEvent.blur(screen.getByLabelText('Server address'))
  expect(screen.getByRole('alert').textContent).toContain('must begin with rtmp://')
  await click('Create show')
  expect(fake.inputsOf('shows.create')).toEqual([])
  expect(screen.getByText('Give the show a name.')).toBeTruthy()
})

test('a refused show says why, and what was typed stays', async () => {
  const fake = await open('first-run', '#/new')
  fake.answers.set('shows.create', () => ({ ok: false, error: anError({ what: 'Disk full.' }) }))
  type('Name', 'Sunday service')
  await click('Create show')
  expect(screen.getByText('Disk full.')).toBeTruthy()
  expect(screen.getByLabelText('Name')).toHaveProperty('value', 'Sunday service')
})

test('a kept key is never shown; it can be replaced, copied and deleted in two presses', async () => {
  const fake = await open('planned', '#/shows/show-1/edit')
  const kept = within(screen.getByRole('group', { name: 'Stream key of YouTube' }))
  expect(kept.getByText('Key kept in the keychain')).toBeTruthy()
  fireEvent.click(kept.getByRole('button', { name: 'Delete' }))
  expect(fake.inputsOf('shows.deleteKey')).toEqual([])
  await click('Really delete')
  expect(fake.inputsOf('shows.deleteKey')).toEqual([
    { showId: 'show-1', destinationId: 'youtube-1' },
  ])
})

test('a removed show can be put back with one press', async () => {
  const fake = await open('planned', '#/shows/show-1/edit')
  await click('Remove show')
  expect(fake.inputsOf('shows.remove')).toEqual([{ showId: 'show-1' }])
  await click('Undo')
  expect(fake.inputsOf('shows.restore')).toEqual([{ showId: 'show-1' }])
})

test('the price follows the draft, broken down by line', async () => {
  await open('first-run', '#/new')
  await click('Amazon IVS')
  const price = within(screen.getByRole('region', { name: 'Price' }))
  expect(await price.findByText('Traffic to destination 1')).toBeTruthy()
  expect(price.getByText('$0.98')).toBeTruthy()
})
