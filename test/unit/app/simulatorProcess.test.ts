import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findOrStartSimulator } from '../../../electron/app/simulatorProcess'
import { tempFolder } from '../../harness/tempFolder'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** As much of a simulator as is asked whether it is well. */
async function healthy(): Promise<string> {
  const server: Server = createServer((_request, response) => response.end('{}'))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A program that says where it is, as the simulator does, and ends. */
const saying = (endpoint: string) => ({
  command: process.execPath,
  args: [
    '-e',
    `console.log(JSON.stringify({ endpoint: '${endpoint}', rtmp: 'rtmp://127.0.0.1:1', pid: 1 }))
     setTimeout(() => {}, 500)`,
    '--',
  ],
})
const nobody = { command: join('no', 'such', 'program'), args: [] }

describe('the simulator of a data folder', () => {
  it('goes at the speed it was started with, also for a console that wants another', async () => {
    const folder = tempFolder()
    closers.push(() => folder.remove())
    const endpoint = await healthy()
    const first = await findOrStartSimulator(folder.path, 20, saying(endpoint))
    expect(first).toMatchObject({ endpoint, speed: 20 })
    expect(await findOrStartSimulator(folder.path, 5, nobody)).toMatchObject({ speed: 20 })
    const note = join(folder.path, 'simulator.json')
    expect(JSON.parse(await readFile(note, 'utf8'))).toMatchObject({ endpoint, speed: 20 })
    expect((await stat(note)).mode & 0o077).toBe(0)
  })

  it('is started anew where the one that was noted does not answer any more', async () => {
    const folder = tempFolder()
    closers.push(() => folder.remove())
    await findOrStartSimulator(folder.path, 20, saying('http://127.0.0.1:1'))
    const endpoint = await healthy()
    expect(await findOrStartSimulator(folder.path, 5, saying(endpoint))).toMatchObject({
      endpoint,
      speed: 5,
    })
  })
})
