import { describe, expect, it } from 'vitest'
import { differences } from '../../harness/conformanceCompare'
import { errorName, type Answer, type Driver } from '../../harness/conformanceDriver'
import type { Flow } from '../../harness/conformanceFlow'
import { filledIn, timesIn } from '../../harness/conformanceInput'
import { withFault } from '../../harness/conformanceMutants'
import {
  absent,
  anything,
  holding,
  listOf,
  misfits,
  without,
} from '../../harness/conformancePattern'
import { runFlow, type FlowRun } from '../../harness/conformanceRun'
import type { Scene } from '../../harness/conformanceScene'

describe('a pattern', () => {
  it.each([
    [{ State: 'IDLE' }, { State: 'IDLE', Id: '1' }],
    [{ Arn: /^arn:/ }, { Arn: 'arn:aws' }],
    [{ Token: absent }, {}],
    [{ Value: anything }, { Value: 0 }],
    [listOf(2), [1, 2]],
    [holding({ Id: '2' }), [{ Id: '1' }, { Id: '2' }]],
    [without({ Id: '3' }), [{ Id: '1' }]],
    [[{ Id: '1' }], [{ Id: '1', Name: 'a' }]],
  ])('%j fits %j', (pattern, actual) => {
    expect(misfits(pattern, actual)).toEqual([])
  })

  it.each([
    [{ State: 'IDLE' }, { State: 'RUNNING' }, 'State has to be IDLE, and is RUNNING'],
    [{ Channel: { Id: /./ } }, {}, 'Channel has to be'],
    [{ Token: absent }, { Token: 'x' }, 'Token has to be absent, and is x'],
    [{ Value: anything }, {}, 'Value has to be there'],
    [listOf(2), [1], 'a list of 2'],
    [holding({ Id: '2' }), [{ Id: '1' }], 'a list holding'],
    [without({ Id: '1' }), [{ Id: '1' }], 'must not hold'],
    [[{ Id: '1' }], [{ Id: '1' }, { Id: '2' }], '2 elements and not 1'],
  ])('%j does not fit %j', (pattern, actual, why) => {
    expect(misfits(pattern, actual).join()).toContain(why)
  })
})

describe('an input', () => {
  it('is filled with what was saved, whole values and parts of texts', () => {
    const saved = { id: '7', list: ['a'] }
    expect(filledIn({ Id: '<id>', Path: 'x/<id>', All: '<list>' }, saved)).toEqual({
      Id: '7',
      Path: 'x/7',
      All: ['a'],
    })
    expect(() => filledIn({ Id: '<other>' }, saved)).toThrow('nothing was saved as <other>')
  })

  it('refers to times by the clock of the place', () => {
    expect(timesIn(['<time+60>', 'at(<minute-30>)'], Date.UTC(2026, 0, 1, 12, 0, 45))).toEqual({
      'time+60': '2026-01-01T12:01:45.000Z',
      'minute-30': '2026-01-01T12:00:00',
    })
  })
})

describe('a comparison of clients', () => {
  const ran = (answer: Answer, id: string): FlowRun => ({
    flow: 'a flow',
    client: 'boto3',
    records: [{ index: 0, what: 'medialive.DescribeChannel', answer }],
    saved: [['channelId', id]],
    failure: undefined,
    skipped: [],
    observed: [],
  })
  const ok = (output: unknown, status: number | undefined = 200): Answer => ({
    kind: 'ok',
    status,
    output,
  })
  const refused = (error: string, status: number): Answer => ({
    kind: 'refused',
    error,
    status,
    message: '',
  })

  it('overlooks ids, ports, spellings of times and members that one client does not know', () => {
    const one = ok({
      Id: '1111111',
      At: '2026-01-01T00:00:00.000Z',
      U: 'http://127.0.0.1:1/',
      New: 1,
    })
    const other = ok(
      { Id: '2222222', At: '2026-01-01T00:00:00+00:00', U: 'http://127.0.0.1:2/' },
      undefined,
    )
    expect(differences(ran(one, '1111111'), ran(other, '2222222'))).toEqual([])
  })

  it.each([
    [ok({ Name: 'a' }), ok({ Name: 'b' })],
    [ok({}), ok({ Name: 'a' })],
    [ok({ List: [1] }), ok({ List: [1, 2] })],
    [ok({}), ok({}, 201)],
    [ok({}), refused('ConflictException', 409)],
    [refused('ConflictException', 409), refused('ConflictException', 400)],
    [refused('NotFoundException', 404), refused('NotFound', 404)],
  ])('does not overlook %j and %j', (one, other) => {
    expect(differences(ran(one, 'unsaved'), ran(other, 'unsaved'))).toHaveLength(1)
  })

  it('has one spelling for errors without a name', () => {
    expect(errorName('404', 404)).toBe('NotFound')
    expect(errorName('Unknown', 412)).toBe('PreconditionFailed')
    expect(errorName('NoSuchKey', 404)).toBe('NoSuchKey')
  })
})

const scene: Scene = {
  place: { endpoint: undefined, region: 'eu-west-1' },
  control: undefined,
  prefix: 'p',
  account: '111122223333',
  now: () => Promise.resolve(0),
  pass: () => Promise.resolve(),
  patience: 2,
  given: {},
}
const answering = (...answers: readonly Answer[]): Driver => {
  const left = [...answers]
  return {
    client: 'boto3',
    version: 'boto3 1',
    call: () => Promise.resolve(left.shift() ?? { kind: 'lacks', what: 'an answer' }),
    close: () => Promise.resolve(),
  }
}
const state = (State: string): Answer => ({ kind: 'ok', status: 200, output: { State } })
const play = (steps: Flow['steps'], ...answers: readonly Answer[]) =>
  runFlow({ name: 'a flow', steps }, answering(...answers), scene)
const describeStep = { call: 'medialive.DescribeChannel' } as const

describe('a flow', () => {
  it('stops at the first thing that is not as it has to be, and says which', async () => {
    const steps = [describeStep, { ...describeStep, error: 'NotFoundException', status: 404 }]
    const { failure } = await play(steps, state('IDLE'), state('IDLE'))
    expect(failure).toBe(
      'a flow, step 2, medialive.DescribeChannel by boto3: wanted NotFoundException 404, got success 200',
    )
  })

  it('waits as long as the place has patience, and no longer', async () => {
    const steps = [{ ...describeStep, until: { State: 'IDLE' } }]
    const creating = state('CREATING')
    expect((await play(steps, creating, creating, state('IDLE'))).failure).toBeUndefined()
    const inVain = await play(steps, creating, creating, creating, state('IDLE'))
    expect(inVain.failure).toContain('waited in vain: State has to be IDLE, and is CREATING')
  })

  it('fails where a client lacks what the flow does not say it lacks', async () => {
    expect((await play([describeStep])).failure).toContain('and the flow does not say so')
    const { failure, skipped } = await play([{ ...describeStep, lacks: ['boto3'] }])
    expect([failure, skipped]).toEqual([
      undefined,
      ['a flow: boto3 1 lacks: medialive.DescribeChannel'],
    ])
  })

  it('leaves out what needs the answer of a step that was left out, and says so', async () => {
    const { skipped } = await play([
      { ...describeStep, lacks: ['boto3'], save: { token: 'NextToken' } },
      { ...describeStep, input: { NextToken: '<token>' } },
      { advanceMs: 1 },
    ])
    expect(skipped).toHaveLength(3)
  })

  it('records what a question was answered, whatever it was', async () => {
    const question = { question: 'stop-when-idle', call: 'medialive.StopChannel' } as const
    const answers = { conflict: { error: 'ConflictException', status: 409 } }
    const { observed } = await play([{ ...question, answers }], state('IDLE'))
    expect(observed).toEqual([
      { question: 'stop-when-idle', answer: 'something else: success 200' },
    ])
  })
})

describe('a question that takes time', () => {
  const ask = { question: 'sole-output-lost', call: 'medialive.DescribeChannel' } as const
  const answers = {
    'channel-goes-on': { has: { State: 'RUNNING' } },
    'channel-stops': { has: { State: 'IDLE' } },
  }
  const patient = { ...ask, answers, upTo: 3, otherwise: 'channel-goes-on' }

  it('is asked until something has happened', async () => {
    const { observed } = await play([patient], state('STARTING'), state('RUNNING'), state('IDLE'))
    expect(observed).toEqual([{ question: ask.question, answer: 'channel-stops' }])
  })

  it('is answered by nothing having happened, once it has been asked often enough', async () => {
    const running = state('RUNNING')
    const { observed } = await play([patient], running, running, running, state('IDLE'))
    expect(observed).toEqual([{ question: ask.question, answer: 'channel-goes-on' }])
  })
})

describe('a fault to be planted', () => {
  const planted = { file: 'a.ts', find: 'one', replace: 'two $&' }

  it('is planted where its place is there once', () => {
    expect(withFault('const one = 1', planted)).toBe('const two $& = 1')
  })

  it.each(['const three = 3', 'one one'])('is refused in "%s"', (source) => {
    expect(() => withFault(source, planted)).toThrow('times and not once: one')
  })
})
