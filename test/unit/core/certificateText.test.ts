import { expect, it } from 'vitest'
import { certificateFile } from '../../../electron/core/safety/certificateText'
import type { Certificate } from '../../../src/shared/domain/session'
import { SESSION, START, aSession } from '../../harness/builders'

const certificate: Certificate = {
  sessionId: SESSION,
  issuedAt: START,
  asked: [{ what: 'MediaLive channels', found: 2, askedAt: START - 1_000, requestId: 'request-7' }],
  leftovers: [],
  keptRecordings: ['s3://example-recordings/recordings/x/1/'],
  totalMicros: 1_130_000,
}

it('says what AWS was asked, when, and by which request, for people and for programs', () => {
  const { text, json, fileName } = certificateFile(aSession(), certificate)
  expect(text).toContain('Nothing of this session is left in AWS.')
  expect(text).toContain('2026-05-17 17:59:59 UTC  MediaLive channels: 2 found  request request-7')
  expect(text).toContain('$1.13')
  expect(text).toContain('s3://example-recordings/recordings/x/1/')
  expect(JSON.parse(json)).toMatchObject({ ...certificate, show: 'Sunday service' })
  expect(fileName).toBe(`certificate-${SESSION}`)
})

it('names what is left, and says of a rehearsal that it was one', () => {
  const left = { ...certificate, leftovers: [{ kind: 'channel', id: '98', state: 'IDLE' }] }
  const { text } = certificateFile(aSession({ rehearsal: true }), left)
  expect(text).toContain('STILL THERE:\n  channel 98 IDLE')
  expect(text).not.toContain('Nothing of this session is left')
  expect(text).toContain('Of a rehearsal')
})
