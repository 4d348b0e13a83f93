import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { StateFile } from '../../../electron/simulator/kit/stateFile'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { tempFolder } from '../../harness/tempFolder'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

function folder(): string {
  const { path, remove } = tempFolder()
  closers.push(remove)
  return path
}
async function started(stateDir: string): Promise<Simulator> {
  const simulator = await startSimulator({ stateDir, picture: 'off' })
  closers.push(() => simulator.close())
  return simulator
}

describe('the state folder of a simulator', () => {
  it('is refused to a second simulator, and free again when the first has ended', async () => {
    const stateDir = folder()
    const first = await started(stateDir)
    await expect(started(stateDir)).rejects.toMatchObject({ kind: 'in-use', folder: stateDir })
    await first.close()
    await expect(started(stateDir)).resolves.toBeDefined()
  })

  it.each(['', '{"stateVersion":1,"now":17', 'null', '{"stateVersion":9}', '{"stateVersion":1}'])(
    'is refused, and left as it is, where its file says %j',
    async (text) => {
      const stateDir = folder()
      const file = join(stateDir, 'state.json')
      writeFileSync(file, text)
      await expect(started(stateDir)).rejects.toMatchObject({ kind: 'damaged' })
      expect(readFileSync(file, 'utf8')).toBe(text)
      // The refusal holds nothing open.
      writeFileSync(file, '{}')
      await expect(started(stateDir)).rejects.toMatchObject({ kind: 'damaged' })
    },
  )

  it('is refused where it is a file', async () => {
    const file = join(folder(), 'file')
    writeFileSync(file, 'mine')
    await expect(started(file)).rejects.toMatchObject({ kind: 'folder' })
    await expect(started(join(file, 'below'))).rejects.toMatchObject({ kind: 'folder' })
  })

  it('is saved before each answer, but not where that takes too long', () => {
    vi.useFakeTimers()
    closers.push(() => vi.useRealTimers())
    const stateDir = folder()
    let [now, takesMs, saved] = [0, 1, 0]
    const snapshot = () => {
      now += takesMs
      return { saved: ++saved }
    }
    const file = new StateFile(
      stateDir,
      snapshot,
      () => {},
      () => now,
    )
    const change = () => {
      file.changed()
      file.saveChanges()
    }
    change()
    change()
    expect(saved).toBe(2)
    takesMs = 100
    change()
    change()
    change()
    expect(saved).toBe(3)
    vi.advanceTimersByTime(999)
    expect(saved).toBe(3)
    vi.advanceTimersByTime(1)
    expect(saved).toBe(4)
    file.save()
    expect(file.load()).toEqual({ saved: 5 })
  })

  it('is tried again until the disk takes the world', () => {
    vi.useFakeTimers()
    closers.push(() => vi.useRealTimers())
    const stateDir = folder()
    const lines: string[] = []
    const file = new StateFile(
      stateDir,
      () => 'world',
      (line) => lines.push(line),
    )
    // A folder in the place of the file that is written first: whatever keeps it from being written.
    mkdirSync(join(stateDir, 'state.json.tmp', 'full'), { recursive: true })
    file.changed()
    vi.advanceTimersByTime(5_000)
    expect(lines.length).toBeGreaterThan(1)
    expect(() => file.saveChanges()).toThrow(/state\.json/)
    expect(file.load()).toBeUndefined()
  })
})
