import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { build } from 'vite'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contracts } from '../../../src/shared/contract/console'

const project = join(import.meta.dirname, '..', '..', '..')

interface Bridge {
  call(channel: unknown, input?: unknown): Promise<unknown>
  listen(channel: unknown, listener: (event: unknown) => void): () => void
}
type OnEvent = (event: object, message: object) => void

let code: string
let exposed: Record<string, unknown>
let sent: unknown[]
let required: string[]
let emit: OnEvent
let bridge: Bridge

/** Built as the app builds it: CommonJS, because a sandboxed preload cannot be anything else. */
beforeAll(async () => {
  const built = await build({
    configFile: false,
    root: project,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: 'electron/shells/desktop/preload.ts',
        formats: ['cjs'],
        fileName: 'preload',
      },
      rolldownOptions: { external: ['electron'] },
    },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle) || bundle.output.length !== 1)
    throw new Error('not one file')
  code = bundle.output[0].code
})

/** Runs in a world of its own that has only what the sandbox has. */
beforeEach(() => {
  exposed = {}
  sent = []
  required = []
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => void (exposed[name] = api),
    },
    ipcRenderer: {
      invoke: (...args: unknown[]) => {
        sent.push(args)
        return Promise.resolve('reply')
      },
      send: (...args: unknown[]) => void sent.push(args),
      on: (_: string, listener: OnEvent) => void (emit = listener),
    },
  }
  const require = (name: string) => {
    required.push(name)
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  runInNewContext(code, { require, exports: {}, module: { exports: {} } })
  bridge = exposed['bridge'] as Bridge
})

const named = (kind: string) =>
  Object.entries(contracts).flatMap(([subject, contract]) =>
    Object.entries(contract)
      .filter(([, entry]) => entry.kind === kind)
      .map(([method]) => `${subject}.${method}`),
  )

describe('the preload', () => {
  it('needs nothing but electron and exposes nothing but the bridge', () => {
    expect(required).toEqual(['electron'])
    expect(Object.keys(exposed)).toEqual(['bridge'])
    expect(Object.keys(bridge).sort()).toEqual(['call', 'listen'])
  })

  it('is small: no schema comes with it', () => {
    expect(code.length).toBeLessThan(8_000)
  })

  it.each(named('call'))('passes the call %s on', async (channel) => {
    expect(await bridge.call(channel, { x: 1 })).toBe('reply')
    expect(sent).toEqual([['call', { channel, input: { x: 1 } }]])
  })

  it.each([
    ...named('feed'),
    'shell.run',
    'constructor',
    '__proto__',
    'toString',
    '',
    undefined,
    null,
    {},
    ['sessions.stop.x'],
  ])('refuses the call %j', async (channel) => {
    await expect(bridge.call(channel)).rejects.toThrow('no call of this name')
    expect(sent).toEqual([])
  })

  it.each([...named('call'), 'shell.run', '__proto__', undefined])(
    'refuses the feed %j',
    (channel) => {
      expect(() => bridge.listen(channel, () => {})).toThrow('no feed of this name')
      expect(sent).toEqual([])
    },
  )

  it('cannot be led to another channel by a name that changes', async () => {
    let asked = 0
    const sly = { toString: () => ((asked += 1) === 1 ? 'sessions.stop' : 'shell.run') }
    await bridge.call(sly)
    expect(sent).toEqual([['call', { channel: 'sessions.stop', input: undefined }]])
  })

  it('hands each feed its own events, without the IPC event, until it is let go of', () => {
    const got: unknown[][] = [[], []]
    const stops = got.map((events) =>
      bridge.listen('shows.all', (...args: unknown[]) => void events.push(...args)),
    )
    const [first, second] = sent as [string, { id: number; channel: string }][]
    expect(first).toEqual(['listen', { id: first?.[1].id, channel: 'shows.all' }])
    expect(first?.[1].id).not.toBe(second?.[1].id)
    emit({ sender: 'secret' }, { id: first?.[1].id, event: 'one' })
    emit({ sender: 'secret' }, { id: second?.[1].id, event: 'two' })
    expect(got).toEqual([['one'], ['two']])
    stops[0]?.()
    stops[0]?.()
    emit({}, { id: first?.[1].id, event: 'late' })
    expect(got[0]).toEqual(['one'])
    expect(sent.slice(2)).toEqual([['unlisten', first?.[1].id]])
  })
})
