import { describe, expect, it } from 'vitest'
import { channels, channelsOf } from '../../../electron/shells/contract/channels'
import { createGate, MAX_INPUT_BYTES } from '../../../electron/shells/contract/gate'
import { contracts } from '../../../src/shared/contract/console'
import type { Reply } from '../../../src/shared/contract/define'
import { ShowId } from '../../../src/shared/domain/ids'
import { operatorError } from '../../../src/shared/errors'
import { draft, handlersWith, keptLog, show, type KeptLog } from './consoleStandIn'

const commandId = '7d9f1c9e-5a37-4c55-9c6b-0d3f3b2f6a11'
const asked = (channel: string, input?: unknown) => ({ channel, input, trusted: true })
const errorOf = (reply: Reply) => {
  if (reply.ok) throw new Error('expected an error')
  return reply.error
}

/** Frames come when the test says so. */
function frames() {
  const due: (() => void)[] = []
  return {
    next: (fn: () => void) => {
      due.push(fn)
      return () => void due.splice(due.indexOf(fn), 1)
    },
    pass: () => due.splice(0).forEach((fn) => fn()),
  }
}

function gateWith(some: Parameters<typeof handlersWith>[0], log: KeptLog = keptLog()) {
  const time = frames()
  const gate = createGate({ handlers: handlersWith(some), log, nextFrame: time.next })
  return { gate, log, time }
}

describe('a call through the gate', () => {
  it('hands the parsed input to the handler and its answer back', async () => {
    const seen: unknown[] = []
    const { gate } = gateWith({
      shows: {
        create: (input) => {
          seen.push(input)
          return Promise.resolve({ showId: ShowId.parse('show-1') })
        },
      },
    })
    const input = { commandId, draft: { ...draft, name: '  Sunday  ' }, extra: 1 }
    expect(await gate.call(asked('shows.create', input))).toEqual({
      ok: true,
      value: { showId: 'show-1' },
    })
    expect(seen).toEqual([{ commandId, draft: { ...draft, name: 'Sunday' } }])
  })

  it('lets nothing out that the contract does not name', async () => {
    const leaky = { showId: ShowId.parse('show-1'), key: 'live_secret' }
    const { gate } = gateWith({ shows: { create: () => Promise.resolve(leaky) } })
    const reply = await gate.call(asked('shows.create', { commandId, draft }))
    expect(JSON.stringify(reply)).not.toContain('live_secret')
  })

  it("refuses a wrong input with the field's own sentence, and runs nothing", async () => {
    let ran = false
    const { gate } = gateWith({
      shows: {
        create: () => {
          ran = true
          return Promise.resolve({ showId: ShowId.parse('show-1') })
        },
      },
    })
    const reply = await gate.call(
      asked('shows.create', { commandId, draft: { ...draft, name: ' ' } }),
    )
    expect(errorOf(reply)).toMatchObject({ code: 'input.refused', why: 'Give the show a name.' })
    expect(ran).toBe(false)
  })

  it.each([
    [
      'shows.create',
      { commandId, draft: { ...draft, preset: '4k' } },
      /^"draft\.preset" is missing/,
    ],
    ['shows.create', { draft }, /^"commandId" is missing/],
    ['shows.remove', { showId: '../x' }, /^"showId" is missing/],
    ['shows.remove', undefined, /^What was sent/],
  ])('says in plain words what is wrong with a %s of %j', async (channel, input, why) => {
    const reply = await gateWith({}).gate.call(asked(channel, input))
    expect(errorOf(reply)?.why).toMatch(why)
  })

  it('never writes what was typed into the log', async () => {
    const { gate, log } = gateWith({})
    const input = { showId: 'show-1', destinationId: 'd1', key: 'live_abc with blank' }
    await gate.call(asked('shows.setKey', input))
    expect(log.lines).toHaveLength(1)
    expect(JSON.stringify(log.lines)).not.toContain('live_abc')
  })

  it.each(['shows.nothing', 'constructor.name', '__proto__.toString', 'shows.all', '', 'shows'])(
    'does not know %j as a call',
    async (channel) => {
      const { gate } = gateWith({})
      expect(errorOf(await gate.call(asked(channel))).code).toBe('call.unknown')
    },
  )

  it('refuses an untrusted sender before anything else', async () => {
    const { gate } = gateWith({ shows: { all: () => () => undefined } })
    const stranger = { channel: 'account.profiles', input: undefined, trusted: false }
    expect(errorOf(await gate.call(stranger)).code).toBe('sender.refused')
    expect(() => gate.listen({ channel: 'shows.all', trusted: false }, () => {})).toThrow(
      'did not come from its own window',
    )
  })

  it('refuses an input larger than its bound', async () => {
    const { gate } = gateWith({})
    const reply = await gate.call(
      asked('frame.dismissNotice', { code: 'x'.repeat(MAX_INPUT_BYTES) }),
    )
    expect(errorOf(reply)).toMatchObject({ code: 'input.refused' })
    expect(errorOf(reply).why).toContain('larger')
  })

  it("passes an operator's error on unchanged", async () => {
    const expired = {
      code: 'credentials.expired',
      what: 'Signed out.',
      why: 'It was long.',
      todo: 'Sign in.',
      fate: 'wait',
    } as const
    const { gate } = gateWith({
      account: {
        profiles: () => Promise.reject(operatorError(expired, { reference: 'aws-request-1' })),
      },
    })
    const reply = await gate.call(asked('account.profiles'))
    expect(errorOf(reply)).toEqual({ ...expired, reference: 'aws-request-1' })
  })

  it('puts the unforeseen into plain words, with the reference of its log line', async () => {
    const { gate, log } = gateWith({
      account: { profiles: () => Promise.reject(new Error('ENOSPC at /secret/path')) },
    })
    const error = errorOf(await gate.call(asked('account.profiles')))
    expect(error.code).toBe('internal')
    expect(JSON.stringify(error)).not.toContain('/secret/path')
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ reference: error.reference }) as unknown,
      }),
    ])
  })
})

describe('a feed through the gate', () => {
  type Publish = Parameters<ReturnType<typeof handlersWith>['shows']['all']>[0]

  function listening() {
    let publish: Publish | undefined
    let open = 0
    const parts = gateWith({
      shows: {
        all: (to) => {
          publish = to
          open += 1
          return () => void (open -= 1)
        },
      },
    })
    const events: unknown[] = []
    const stop = parts.gate.listen({ channel: 'shows.all', trusted: true }, (e) => events.push(e))
    if (!publish) throw new Error('the feed was not asked for')
    return { ...parts, events, stop, publish, opened: () => open }
  }
  const changed = (id: string, name: string) => ({
    kind: 'changed' as const,
    item: show(id, name),
  })
  const namesOf = (events: unknown[]) =>
    events.map((event) => (event as ReturnType<typeof changed>).item.name)

  it('passes the first event on at once', () => {
    const { publish, events } = listening()
    publish({ kind: 'snapshot', items: [] })
    expect(events).toEqual([{ kind: 'snapshot', items: [] }])
  })

  it('passes only the newest change of a thing within a frame', () => {
    const { publish, events, time } = listening()
    publish({ kind: 'snapshot', items: [] })
    for (let n = 1; n <= 200; n++) publish(changed('a', `a${n}`))
    publish(changed('b', 'b1'))
    expect(events).toHaveLength(1)
    time.pass()
    expect(namesOf(events.slice(1))).toEqual(['a200', 'b1'])
  })

  it('keeps a thing forgotten that was changed just before', () => {
    const { publish, events, time } = listening()
    publish({ kind: 'snapshot', items: [] })
    publish(changed('a', 'a1'))
    publish({ kind: 'forgotten', id: ShowId.parse('a') })
    time.pass()
    expect(events.slice(1)).toEqual([{ kind: 'forgotten', id: 'a' }])
  })

  it('drops what waits when a snapshot overtakes it', () => {
    const { publish, events, time } = listening()
    publish({ kind: 'snapshot', items: [] })
    publish(changed('a', 'a1'))
    publish({ kind: 'snapshot', items: [show('c', 'c1')] })
    publish(changed('c', 'c2'))
    time.pass()
    expect(events.slice(1)).toEqual([
      { kind: 'snapshot', items: [show('c', 'c1')] },
      changed('c', 'c2'),
    ])
  })

  it('lets nothing out that the contract does not name', () => {
    const { publish, events } = listening()
    const leaky = { ...show('a', 'a1'), streamKey: 'live_secret' }
    publish({ kind: 'changed', item: leaky })
    expect(events).toEqual([changed('a', 'a1')])
  })

  it('delivers nothing after it was let go of', () => {
    const { publish, events, stop, time, opened } = listening()
    publish({ kind: 'snapshot', items: [] })
    publish(changed('a', 'a1'))
    stop()
    time.pass()
    publish(changed('a', 'a2'))
    time.pass()
    expect(events).toHaveLength(1)
    expect(opened()).toBe(0)
  })

  it('keeps back an event that breaks the contract, and says so in the log', () => {
    const { publish, events, log } = listening()
    publish({ kind: 'changed', item: { ...show('a', 'a1'), name: '' } })
    expect(events).toEqual([])
    expect(log.lines.map((line) => line.level)).toEqual(['error'])
  })
})

it('names exactly the channels of the contract to the preload', () => {
  expect(new Map(Object.entries(channels))).toEqual(channelsOf(contracts))
})
