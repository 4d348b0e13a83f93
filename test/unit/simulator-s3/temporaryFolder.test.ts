import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  openTemporaryFolder,
  removeTemporaryFolder,
} from '../../../electron/simulator/s3/temporaryFolder'

let parent: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tallylight-sweep-'))
})

afterEach(() => rmSync(parent, { recursive: true }))

/** The id of a process that is no more. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid

describe('a temporary folder', () => {
  it('bears the id of its process, and goes when told', async () => {
    const folder = openTemporaryFolder(parent)
    expect(folder).toContain(`tallylight-s3-${process.pid}-`)
    await removeTemporaryFolder(folder)
    expect(existsSync(folder)).toBe(false)
  })

  it('goes with the next start when its process was killed; no other does', async () => {
    const [dead, living, other] = [
      `tallylight-s3-${deadPid()}-abcdef`,
      `tallylight-s3-${process.ppid}-abcdef`,
      'tallylight-s3-notours',
    ]
    for (const name of [dead, living, other])
      mkdirSync(join(parent, name, 'blobs'), { recursive: true })
    const folder = openTemporaryFolder(parent)
    expect(readdirSync(parent)).toEqual(expect.arrayContaining([living, other]))
    expect(readdirSync(parent)).not.toContain(dead)
    await removeTemporaryFolder(folder)
  })

  it('goes when its process ends by an error', () => {
    const file = join(import.meta.dirname, '../../../electron/simulator/s3/temporaryFolder.ts')
    const program = `
      const { openTemporaryFolder } = await import(${JSON.stringify(file)})
      console.log(openTemporaryFolder(${JSON.stringify(parent)}))
      throw new Error('nobody catches this')`
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    })
    expect(ended.status).toBe(1)
    expect(ended.stdout).toContain(parent)
    expect(readdirSync(parent)).toEqual([])
  })
})
