import { once } from 'node:events'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  findOrStartSimulator,
  startLeashedSimulator,
  STATE_IN_USE_EXIT,
} from '../../../electron/app/simulatorProcess'
import { childProcesses } from '../../harness/childProcess'
import { tempFolder } from '../../harness/tempFolder'

const children = childProcesses()
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

/** Says where it is, and holds on to its leash; a signal it takes its time for. */
const leashed = {
  command: process.execPath,
  args: [
    '-e',
    `const end = () => setTimeout(() => {
       require('node:fs').writeFileSync(process.argv[process.argv.indexOf('--state') + 1] + '/ended', '')
       process.exit()
     }, 100)
     process.stdin.on('end', end).resume()
     process.on('SIGTERM', end)
     console.log(JSON.stringify({ endpoint: 'http://127.0.0.1:1', rtmp: 'rtmp://127.0.0.1:1', pid: process.pid }))`,
    '--',
  ],
}

describe('two consoles that begin at the same moment', () => {
  it('share the simulator of the one that was first', async () => {
    const folder = tempFolder()
    closers.push(() => folder.remove())
    const note = { endpoint: await healthy(), rtmp: 'rtmp://127.0.0.1:1', pid: 1, speed: 20 }
    const path = join(folder.path, 'simulator.json')
    const second = `require('node:fs').writeFileSync('${path}', '${JSON.stringify(note)}')
      process.exit(${STATE_IN_USE_EXIT})`
    const command = { command: process.execPath, args: ['-e', second, '--'] }
    expect(await findOrStartSimulator(folder.path, 5, command)).toMatchObject(note)
  })
})

describe('the simulator of a rehearsal', () => {
  it('is gone, and has written all it had to, when its end is answered', async () => {
    const folder = tempFolder()
    closers.push(() => folder.remove())
    await mkdir(join(folder.path, 'simulator'))
    const { address, end } = await startLeashedSimulator(folder.path, 20, leashed)
    expect(process.kill(address.pid, 0)).toBe(true)
    await Promise.all([end(), end()])
    expect(() => process.kill(address.pid, 0)).toThrow(/ESRCH/)
    expect((await stat(join(folder.path, 'simulator', 'ended'))).isFile()).toBe(true)
  })

  it('ends by itself when the process that holds it is gone', async () => {
    const said: unknown[] = []
    for await (const line of children.start('leashedChild.ts', []).lines) said.push(line)
    expect(said).toEqual([
      expect.objectContaining({ endpoint: expect.stringContaining('http://127.0.0.1:') }),
      { ended: true },
    ])
  })

  it('says in words why it did not start', async () => {
    const complaining = {
      command: process.execPath,
      args: ['-e', `console.error('Its folder is damaged.'); process.exit(1)`, '--'],
    }
    const folder = tempFolder()
    closers.push(() => folder.remove())
    for (const start of [findOrStartSimulator, startLeashedSimulator])
      await expect(start(folder.path, 20, complaining)).rejects.toThrow('Its folder is damaged.')
  })
})
