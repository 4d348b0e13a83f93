// @vitest-environment jsdom
import { act, cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react'
import { OctagonX } from 'lucide-react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { HoldButton } from '../../../src/renderer/widgets/HoldButton'
import { HOLD_MS } from '../../../src/renderer/widgets/useHold'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function show(refusal: string | null = null) {
  const stopped = vi.fn()
  render(
    <HoldButton
      id="stop"
      label="Stop"
      Icon={OctagonX}
      note="Hold"
      consequence="Goes dark: YouTube."
      confirmLabel="Yes, stop the show"
      refusal={refusal}
      tone="stop"
      onConfirm={stopped}
    />,
  )
  return { stopped, button: screen.getByRole('button', { name: 'Stop' }) }
}

/** jsdom has no PointerEvent of its own with these members. */
function pointer(kind: 'pointerDown' | 'pointerUp' | 'pointerOut', target: Element, button = 0) {
  const event = createEvent[kind](target, { button })
  Object.defineProperty(event, 'isPrimary', { value: true })
  Object.defineProperty(event, 'button', { value: button })
  fireEvent(target, event)
}

const pass = (ms: number): void =>
  act(() => {
    vi.advanceTimersByTime(ms)
  })
const press = (target: Element, repeat = false) =>
  fireEvent.keyDown(target, { key: 'Enter', repeat })

describe('held with the pointer', () => {
  test('stops after the whole time, and only once', () => {
    const { stopped, button } = show()
    pointer('pointerDown', button)
    pass(HOLD_MS - 1)
    expect(stopped).not.toHaveBeenCalled()
    pass(1)
    expect(stopped).toHaveBeenCalledTimes(1)
    pass(HOLD_MS * 3)
    pointer('pointerUp', button)
    expect(stopped).toHaveBeenCalledTimes(1)
  })

  test.each(['pointerUp', 'pointerOut'] as const)('%s before the end changes nothing', (kind) => {
    const { stopped, button } = show()
    pointer('pointerDown', button)
    pass(HOLD_MS - 1)
    pointer(kind, button)
    pass(HOLD_MS * 2)
    expect(stopped).not.toHaveBeenCalled()
  })

  test('a click, or the other mouse button, does nothing', () => {
    const { stopped, button } = show()
    pointer('pointerDown', button)
    pointer('pointerUp', button)
    fireEvent.click(button, { detail: 1 })
    pointer('pointerDown', button, 2)
    pass(HOLD_MS * 2)
    expect(stopped).not.toHaveBeenCalled()
    expect(screen.queryByRole('button', { name: 'Yes, stop the show' })).toBeNull()
  })

  test('says meanwhile what goes dark', () => {
    const { button } = show()
    pointer('pointerDown', button)
    const description = document.getElementById(button.getAttribute('aria-describedby') ?? '')
    expect(description?.hidden).toBe(false)
    expect(description?.textContent).toContain('Goes dark: YouTube.')
  })
})

describe('pressed from the keyboard', () => {
  test('asks at the first press and stops at the second', () => {
    const { stopped, button } = show()
    press(button)
    expect(stopped).not.toHaveBeenCalled()
    const yes = screen.getByRole('button', { name: 'Yes, stop the show' })
    expect(document.activeElement).toBe(yes)
    fireEvent.click(yes)
    expect(stopped).toHaveBeenCalledTimes(1)
    expect(document.activeElement).toBe(button)
  })

  test('one long press of Enter neither asks twice nor confirms itself', () => {
    const { stopped, button } = show()
    press(button)
    const yes = screen.getByRole('button', { name: 'Yes, stop the show' })
    // A repeated Enter on the focused button would click it unless it is prevented.
    expect(press(yes, true)).toBe(false)
    expect(stopped).not.toHaveBeenCalled()
  })

  test('Esc takes it back', () => {
    const { stopped, button } = show()
    press(button)
    fireEvent.keyDown(screen.getByRole('button', { name: 'Yes, stop the show' }), {
      key: 'Escape',
    })
    expect(screen.queryByRole('button', { name: 'Yes, stop the show' })).toBeNull()
    expect(document.activeElement).toBe(button)
    expect(stopped).not.toHaveBeenCalled()
  })

  test('a press without a pointer behind it asks too, as a screen reader’s', () => {
    const { button } = show()
    fireEvent.click(button, { detail: 0 })
    expect(screen.getByRole('button', { name: 'Yes, stop the show' })).toBeTruthy()
  })
})

test('refused, it cannot be pressed and says why', () => {
  const { button } = show('Nothing is running')
  expect(button.matches(':disabled')).toBe(true)
  expect(button.title).toBe('Nothing is running')
})
