import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'check.ts')
const check = (...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

it('prints one line a check, with its seconds', () => {
  const { status, stdout } = check('builder config')
  expect(stdout).toMatch(/^ok {3}builder config +\d+\.\d s$/m)
  expect(status).toBe(0)
})

it('prints one object for a machine', () => {
  const { status, stdout } = check('--json', 'builder config')
  expect(JSON.parse(stdout)).toMatchObject({
    passed: 1,
    failed: 0,
    results: [{ name: 'builder config', ok: true }],
  })
  expect(status).toBe(0)
})

it('does not pass where nothing was checked', () => {
  expect(check('no such check').status).toBe(1)
})
