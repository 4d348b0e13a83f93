import { describe, expect, it } from 'vitest'
import { alertView, alertViews, isInputLost, wordsOf } from '../../../electron/core/health/alerts'
import { START, anAlert } from '../../harness/builders'

describe('alerts in the operator’s words', () => {
  it.each([
    ['RTMP Stream Not Found', 'input', true],
    ['RTMP Has No Audio/Video', 'input', true],
    ['RTMP Server Disconnected', 'input', true],
    ['RTMP Input Connect Failed', 'input', true],
    ['Video Not Detected', 'input', true],
    ['Initial Probe is Taking Longer Than Expected', 'input', true],
    ['Black Video Detected', 'input', true],
    ['Audio Not Detected', 'input', false],
    ['Audio PID Missing', 'input', false],
    ['Input Double-Publishing Detected', 'input', false],
    ['Failed RTMP Connection', 'output', false],
    ['Failed to Validate Certificate Chain When Publishing', 'output', false],
    ['Failed to Create Output File or Socket', 'output', false],
    ['Failed to Write to Output', 'output', false],
    ['Failed HTTP Post Output Request', 'output', false],
    ['Failed to Get HTTP Output Token', 'output', false],
    ['Large Upload Cache Backlog', 'output', false],
    ['Pipeline is Paused', 'channel', false],
  ] as const)('%s is about the %s; viewers see no picture: %s', (type, subject, lost) => {
    const { subject: said, what, why, todo } = wordsOf({ type })
    expect(said).toBe(subject)
    for (const sentence of [what, why, todo]) expect(sentence).toMatch(/^[A-Z].+\.$/)
    expect(isInputLost([anAlert({ type })])).toBe(lost)
  })

  it('name an alert that nobody foresaw', () => {
    expect(wordsOf({ type: 'Something New' }).what).toBe('MediaLive reports: Something New.')
  })

  it('pass for over once AWS has cleared them', () => {
    const cleared = anAlert({ type: 'Video Not Detected', state: 'CLEARED', clearedAt: START })
    expect(isInputLost([cleared])).toBe(false)
    expect(isInputLost([cleared, anAlert({ type: 'Video Not Detected' })])).toBe(true)
  })

  it('say each thing once, since the oldest alert of it', () => {
    const alerts = [
      anAlert({ id: 'b', type: 'Video Not Detected', setAt: START + 5 }),
      anAlert({ id: 'a', type: 'RTMP Stream Not Found', setAt: START }),
      anAlert({ id: 'c', type: 'Audio Not Detected', setAt: START + 1 }),
    ]
    expect(alertViews(alerts).map(({ id }) => id)).toEqual(['a', 'c'])
    expect(alertView(anAlert()).setAt).toBe(START)
  })
})
