import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { AwsRequest, Service } from '../../../electron/simulator/kit/aws'
import { buildContext } from '../../../electron/simulator/kit/buildContext'
import { Calls } from '../../../electron/simulator/kit/calls'
import { sendable } from '../../../electron/simulator/kit/sendableHeaders'
import { Throttle } from '../../../electron/simulator/kit/throttle'

/** A service that answers everything with this stream. */
const streaming = (body: Readable) =>
  ({
    scope: 'streaming',
    operationOf: () => 'GetObject',
    handle: () => ({ status: 200, body }),
  }) as unknown as Service // the rest of it is not asked for

const request = { accessKeyId: 'AKID', region: 'eu-west-1', headers: {}, query: new Map() }

function callsInTest() {
  const context = buildContext({
    clock: 'manual',
    seed: 1,
    speed: 1,
    timing: undefined,
    stateDir: undefined,
    resourcesFolder: undefined,
    picture: 'off',
    log: () => {},
    addresses: { endpoint: () => '', rtmpPort: () => 0 },
    changed: () => {},
  })
  return { context, calls: new Calls(context, new Throttle(context.clock.now)) }
}

describe('a call', () => {
  it('whose answer is lost leaves no body open', async () => {
    const { context, calls } = callsInTest()
    context.drills.arm({ kind: 'lose-answer', times: 1 })
    const body = Readable.from(['never read'])
    const ask = () => calls.answer(streaming(body), request as unknown as AwsRequest) // what Calls reads of it
    expect(await ask()).toBe('lost')
    expect(body.destroyed).toBe(true)
  })
})

describe('a header', () => {
  it('holds nothing that HTTP does not carry', () => {
    const said: string[] = []
    const sent = sendable(
      { plain: 'a; b="é"', 'content-disposition': 'a\r\nset-cookie: x', title: '日曜\ud800' },
      (line) => said.push(line),
    )
    expect(sent).toEqual({
      plain: 'a; b="é"',
      'content-disposition': 'a%0D%0Aset-cookie: x',
      title: '%E6%97%A5%E6%9B%9C%EF%BF%BD',
    })
    expect(said).toEqual([
      expect.stringContaining('content-disposition'),
      expect.stringContaining('title'),
    ])
  })
})
