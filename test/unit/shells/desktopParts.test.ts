import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDesktopPort } from '../../../electron/shells/desktop/desktopPort'
import { LAMP_SIZE, lampOf, lampPixels } from '../../../electron/shells/desktop/lamp'
import { buildMenu } from '../../../electron/shells/desktop/menu'
import {
  simulatorCommand,
  simulatorFlags,
  speedOf,
} from '../../../electron/shells/desktop/programArgs'
import { Tally } from '../../../src/shared/domain/tally'
import * as electron from '../../harness/electronStandIn'
import { keptLog } from './consoleStandIn'

vi.mock('electron', () => import('../../harness/electronStandIn'))

beforeEach(() => {
  electron.reset()
  vi.useFakeTimers({ now: 1_000 })
})
afterEach(() => vi.useRealTimers())

describe('a key on the clipboard', () => {
  it('is taken off after 30 seconds', async () => {
    const port = openDesktopPort(keptLog())
    expect(await port.copy('live_key')).toEqual({ clearsAt: 31_000 })
    await vi.advanceTimersByTimeAsync(29_999)
    expect(electron.clipboardHolds.text).toBe('live_key')
    await vi.advanceTimersByTimeAsync(1)
    expect(electron.clipboardHolds.text).toBe('')
  })

  it('leaves alone what somebody copied since', async () => {
    const port = openDesktopPort(keptLog())
    await port.copy('live_key')
    electron.clipboardHolds.text = 'a recipe'
    await vi.advanceTimersByTimeAsync(60_000)
    await port.release()
    expect(electron.clipboardHolds.text).toBe('a recipe')
  })

  it('has its whole time again when it is copied again', async () => {
    const port = openDesktopPort(keptLog())
    await port.copy('live_key')
    await vi.advanceTimersByTimeAsync(20_000)
    await port.copy('live_key')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(electron.clipboardHolds.text).toBe('live_key')
  })

  it('is taken off when the console is left before', async () => {
    const port = openDesktopPort(keptLog())
    await port.copy('live_key')
    await port.release()
    expect(electron.clipboardHolds.text).toBe('')
  })

  it('is rather cleared than left where the clipboard cannot be read', async () => {
    const log = keptLog()
    const port = openDesktopPort(log)
    await port.copy('live_key')
    electron.clipboardHolds.fails = true
    await vi.advanceTimersByTimeAsync(30_000)
    expect(electron.clipboardHolds.text).toBe('')
    expect(JSON.stringify(log.lines)).not.toContain('live_key')
  })
})

describe('what the machine is asked for', () => {
  it('keeps it awake once, however often it is told, and lets it sleep again', async () => {
    const port = openDesktopPort(keptLog())
    port.keepAwake(true)
    port.keepAwake(true)
    expect(electron.told).toEqual(['awake: prevent-app-suspension'])
    expect(electron.powerSaveBlocker.isStarted(1)).toBe(true)
    await port.release()
    expect(electron.powerSaveBlocker.isStarted(1)).toBe(false)
  })

  it('shows notifications', () => {
    openDesktopPort(keptLog()).notify('Trouble', 'No picture arrives.')
    expect(electron.told).toEqual(['notification: Trouble: No picture arrives.'])
  })

  it('has no developer tools in the menu of the packaged program', () => {
    const rolesOf = (isPackaged: boolean) =>
      JSON.stringify(buildMenu({ isMac: false, isPackaged }), null, 1)
    expect(rolesOf(true)).not.toMatch(/toggleDevTools|reload/)
    expect(rolesOf(false)).toContain('toggleDevTools')
  })
})

describe('the lamp outside of the window', () => {
  it.each([
    [[], 'dark', 'Dark'],
    [['ready', 'rehearsal'], 'rehearsal', 'Rehearsal'],
    [['changing', 'trouble', 'ready'], 'trouble', 'Trouble'],
    [['trouble', 'on-air'], 'on-air', 'ON AIR'],
    [['paid-not-on-air', 'changing'], 'paid-not-on-air', 'Paid, not on air'],
  ] as const)('of %j shows %s', (tallies, tally, word) => {
    expect(lampOf(tallies.map((each) => ({ tally: each })))).toEqual({ tally, word })
  })

  it('is red for on air only, and tells on air and rehearsal by shape as well', () => {
    const shapeOf = (tally: Tally) =>
      Buffer.from(lampPixels(tally).filter((_, at) => at % 4 === 3)).toString('hex')
    const isRed = (tally: Tally) => {
      const at = 4 * (LAMP_SIZE * 3 + LAMP_SIZE / 2)
      const [blue = 0, green = 0, red = 0] = lampPixels(tally).subarray(at, at + 3)
      return red > 200 && green < 80 && blue < 80
    }
    expect(Tally.options.filter(isRed)).toEqual(['on-air'])
    const others = Tally.options.filter((each) => each !== 'on-air' && each !== 'rehearsal')
    expect(others.map(shapeOf)).not.toContain(shapeOf('on-air'))
    expect(others.map(shapeOf)).not.toContain(shapeOf('rehearsal'))
    expect(shapeOf('rehearsal')).not.toBe(shapeOf('on-air'))
  })
})

describe('the words the program was started with', () => {
  it('are those of the console where none asks for the simulator', () => {
    expect(simulatorFlags(['/opt/tallylight', '--port', '1'])).toBeUndefined()
  })

  it('ask for the simulator with what the console hands it', () => {
    const { args } = simulatorCommand({ executable: '/x', appPath: '/app', isPackaged: true })
    const more = ['--port', '0', '--rtmp-port', '0', '--speed', '20', '--state', '/data/sim']
    expect(simulatorFlags(['/x', ...args, ...more, '--idle-exit', '900000'])).toEqual({
      port: 0,
      rtmpPort: 0,
      speed: 20,
      seed: 1,
      state: '/data/sim',
      idleExit: 900_000,
    })
  })

  it('name the program where it is not packaged', () => {
    expect(simulatorCommand({ executable: '/x', appPath: '/app', isPackaged: false })).toEqual({
      command: '/x',
      args: ['/app', '--simulator'],
    })
  })

  it.each([
    [[], 1],
    [['--speed', '20'], 20],
    [['--speed', 'soon'], 1],
    [['--speed'], 1],
  ])('hurry by %j as %d', (argv, speed) => expect(speedOf(argv)).toBe(speed))
})
