import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { AwsCall } from '../../../electron/adapters/aws/callObserver'
import { StepCalls } from '../../../electron/adapters/aws/callTrace'

const call = (operation: string, requestId: string | null): AwsCall => ({
  service: 'MediaLive',
  operation,
  startedAt: 0,
  ms: 1,
  status: 200,
  requestId,
})

describe('whose call it is', () => {
  it('is told to the piece of work that made it, of many under way at once', async () => {
    const all: AwsCall[] = []
    const trace = new StepCalls()
    const observer = trace.observing({ onCall: (one) => void all.push(one) })
    const work = async (name: string) => {
      const own: string[] = []
      await trace.during(
        ({ call: operation, id }) => own.push(`${operation} ${id}`),
        async () => {
          await turn()
          observer.onCall?.(call('CreateChannel', `${name}-1`))
          await Promise.all([turn(), turn()])
          observer.onCall?.(call('StartChannel', `${name}-2`))
        },
      )
      return own
    }
    observer.onCall?.(call('ListChannels', 'nobody'))
    const [a, b] = await Promise.all([work('a'), work('b')])
    expect(a).toEqual(['CreateChannel a-1', 'StartChannel a-2'])
    expect(b).toEqual(['CreateChannel b-1', 'StartChannel b-2'])
    expect(all).toHaveLength(5)
  })

  it('has no id where no answer came', async () => {
    const own: object[] = []
    const trace = new StepCalls()
    await trace.during(
      (one) => own.push(one),
      async () => trace.observing({}).onCall?.(call('StopChannel', null)),
    )
    expect(own).toEqual([])
  })
})
