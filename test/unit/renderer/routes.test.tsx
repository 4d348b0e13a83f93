// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { actionFor, keysOf } from '../../../src/renderer/actions/shortcuts'
import type { Action } from '../../../src/renderer/actions/registry'
import { hashOf, routeOf, type Route } from '../../../src/renderer/app/routes'
import { showId } from './builders'

const routes: readonly Route[] = [
  { at: 'home' },
  { at: 'new-show' },
  { at: 'show', showId: showId('show-1') },
  { at: 'edit-show', showId: showId('show-1') },
  { at: 'recordings' },
  { at: 'resources' },
  { at: 'resources', stop: true },
  { at: 'costs' },
  { at: 'settings' },
]

describe('an address', () => {
  test.each(routes)('leads back to $at', (route) => expect(routeOf(hashOf(route))).toEqual(route))

  test.each(['', '#', '#/nowhere', '#/shows', '#/shows/<script>', '#/shows//edit'])(
    '%j leads home',
    (hash) => expect(routeOf(hash)).toEqual({ at: 'home' }),
  )
})

describe('keys', () => {
  const event = (key: string, more: object = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  })
  const action: Action = {
    id: 'a',
    label: 'A',
    group: 'Show',
    keys: 'Ctrl+Shift+L',
    refusal: null,
    run: () => {},
  }

  test('Cmd counts as Ctrl', () => {
    expect(keysOf(event('k', { metaKey: true }))).toBe('Ctrl+K')
    expect(keysOf(event('L', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+L')
  })

  test('do nothing for an action that is refused just now', () => {
    const pressed = event('L', { ctrlKey: true, shiftKey: true })
    expect(actionFor(pressed, [action])).toBe(action)
    expect(actionFor(pressed, [{ ...action, refusal: 'Not now' }])).toBeUndefined()
  })

  test('a letter alone is only a letter', () => {
    expect(actionFor(event('l'), [action])).toBeUndefined()
  })
})
