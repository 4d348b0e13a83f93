import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type * as StandIn from '../../harness/electronStandIn'

const simulate = vi.hoisted(() => vi.fn<(flags: object) => Promise<void>>())

vi.mock('electron', () => import('../../harness/electronStandIn'))
// What it starts has tests of its own; here it is about which of the two, and when.
vi.mock('../../../electron/shells/terminal/simulate', () => ({ simulate }))
vi.mock('../../../electron/app/startConsole', () => ({ startConsole: vi.fn() }))

const argv = process.argv
beforeEach(() => {
  vi.resetModules()
  simulate.mockReset()
})
afterEach(() => {
  process.argv = argv
})

/** Resolves although the app is never ready: Electron gets ready only after this. */
async function begin(...args: string[]) {
  process.argv = ['/opt/tallylight', ...args]
  // What `main` gets under this name is the stand-in, though its type is the real one's.
  const electron = (await import('electron')) as unknown as typeof StandIn
  electron.reset()
  await import('../../../electron/shells/desktop/main')
  return electron
}

it('asks for the lock first when it is the console', async () => {
  const electron = await begin()
  expect(electron.told).toEqual([
    'app.requestSingleInstanceLock',
    'app.enableSandbox',
    'protocol.registerSchemesAsPrivileged',
  ])
  expect(simulate).not.toHaveBeenCalled()
})

it('is only the simulator, without asking for the lock, when told so', async () => {
  simulate.mockReturnValue(new Promise(() => {}))
  const electron = await begin('--simulator', '--port', '0', '--state', '/data/simulator')
  expect(simulate).toHaveBeenCalledWith(expect.objectContaining({ state: '/data/simulator' }))
  expect(electron.told).toEqual(['app.disableHardwareAcceleration'])
  expect(electron.app.paths.get('userData')).toMatch(/simulator-process$/)
})

it('ends when the simulator ends', async () => {
  simulate.mockResolvedValue()
  const electron = await begin('--simulator')
  await expect.poll(() => electron.app.exitCode).toBe(0)
})

it('ends with an error when the simulator cannot start', async () => {
  simulate.mockRejectedValue(new Error('Port 80 is taken.'))
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const electron = await begin('--simulator')
  await expect.poll(() => electron.app.exitCode).toBe(1)
  expect(said).toHaveBeenCalledWith('Port 80 is taken.\n')
  said.mockRestore()
})
