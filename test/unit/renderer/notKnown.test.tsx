// @vitest-environment jsdom
import './unlaidPage'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { DestinationsPanel } from '../../../src/renderer/panels/DestinationsPanel'
import { FactsStrip } from '../../../src/renderer/panels/FactsStrip'
import { stopConsequence } from '../../../src/renderer/panels/consequences'
import { NOW, aLeg, aSession, aShow } from './builders'

afterEach(cleanup)

const facts = { asked: 'on', observedAt: null, channel: null, picture: null } as const

test('a channel AWS was not asked about is not known; one it does not list is none', () => {
  const { rerender } = render(<FactsStrip session={aSession({ facts })} />)
  expect(screen.getByText('Not known')).toBeTruthy()
  rerender(<FactsStrip session={aSession({ facts: { ...facts, observedAt: NOW } })} />)
  expect(screen.queryByText('Not known')).toBeNull()
  expect(screen.getByText(/No channel/)).toBeTruthy()
})

test('a destination that nobody vouches for is sent to, never streaming', () => {
  const session = aSession({
    phase: 'live',
    legs: [aLeg({ state: 'unproven', observedAt: NOW, since: NOW })],
  })
  render(<DestinationsPanel show={aShow()} session={session} keys={[]} />)
  expect(screen.getByText('Sending, not proven')).toBeTruthy()
  expect(screen.getByText(/nobody tells whether it arrives/)).toBeTruthy()
  expect(screen.getByText(/0 of 1 streaming, 1 not proven/)).toBeTruthy()
  expect(stopConsequence(session)).toMatch(/^Goes dark: YouTube\./)
})

test('the frames of the airing before are no proof of this one', () => {
  const leg = aLeg({ state: 'starting', proof: 'counted', frames: 1_508, observedAt: NOW })
  render(<DestinationsPanel show={aShow()} session={aSession({ legs: [leg] })} keys={[]} />)
  expect(screen.queryByText(/1,508/)).toBeNull()
  expect(screen.getByText(/None yet/)).toBeTruthy()
})
