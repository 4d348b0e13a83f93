import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { operatorError } from '../../src/shared/errors'
import { appSentences } from './sentences'
import type { SimulatorAddress } from './simulatorAddress'

/** How this very program is started once more, as the simulator. */
export interface SimulatorCommand {
  readonly command: string
  readonly args: readonly string[]
}

const FirstLine = z.object({ endpoint: z.url(), rtmp: z.url(), pid: z.int().positive() })

/** What lies in the data folder: also how fast the one goes that another console has started. */
const Note = FirstLine.extend({ speed: z.number().positive().optional() })

/** How a simulator ends whose folder another one works on (EX_TEMPFAIL of sysexits.h). */
export const STATE_IN_USE_EXIT = 75

const START_MS = 15_000
const NOTE_LOOKS = 20
const NOTE_LOOK_MS = 250
const HEALTH_MS = 2_000
/** Quarter of an hour after the last request, when nothing runs (it is AWS's stand-in, not ours). */
const IDLE_EXIT_MS = 15 * 60_000

/**
 * The simulator of a data folder: the one that runs already, or a new process of its own. It is
 * detached: the console may be killed and come back, as AWS would not go away either.
 */
export async function findOrStartSimulator(
  dataFolder: string,
  speed: number,
  command: SimulatorCommand,
): Promise<SimulatorAddress> {
  const note = join(dataFolder, 'simulator.json')
  const running = await readNote(note)
  if (running && (await isHealthy(running.endpoint))) return running
  await mkdir(dataFolder, { recursive: true })
  const child = spawned(dataFolder, speed, command, 'ignore')
  try {
    return await noted(note, child, { ...(await firstLine(child)), speed })
  } catch (thrown) {
    // What another console that began at the same moment has started, is for both.
    const another = child.exitCode === STATE_IN_USE_EXIT ? await anothers(note) : undefined
    if (another) return another
    throw thrown
  }
}

async function noted(
  note: string,
  child: ChildProcess,
  started: z.infer<typeof Note>,
): Promise<SimulatorAddress> {
  letGo(child)
  await writeFile(`${note}.tmp`, JSON.stringify(started), { mode: 0o600 })
  await rename(`${note}.tmp`, note)
  return started
}

/** It is noted a moment after it has taken the folder. */
async function anothers(note: string): Promise<SimulatorAddress | undefined> {
  for (let look = 0; look < NOTE_LOOKS; look++) {
    const running = await readNote(note)
    if (running && (await isHealthy(running.endpoint))) return running
    await sleep(NOTE_LOOK_MS)
  }
  return undefined
}

/** A simulator that does not outlive the process that started it, however that ends. */
export interface LeashedSimulator {
  readonly address: SimulatorAddress
  /** Resolves when it is gone, and writes to its folder no more. Twice is once. */
  end(): Promise<void>
}

/** Starts a simulator for this process alone: it ends when its standard input does. */
export async function startLeashedSimulator(
  folder: string,
  speed: number,
  { command, args }: SimulatorCommand,
): Promise<LeashedSimulator> {
  const child = spawned(folder, speed, { command, args: [...args, '--leashed'] }, 'pipe')
  const gone = once(child, 'close')
  // Where it does not even start, that is said below.
  gone.catch(() => {})
  const address = { ...(await firstLine(child)), speed }
  letGo(child)
  return {
    address,
    async end() {
      child.ref()
      child.kill('SIGTERM')
      await gone
    },
  }
}

function spawned(
  folder: string,
  speed: number,
  { command, args }: SimulatorCommand,
  stdin: 'ignore' | 'pipe',
): ChildProcess {
  const options = ['--port', '0', '--rtmp-port', '0', '--speed', String(speed)]
  const state = ['--state', join(folder, 'simulator'), '--idle-exit', String(IDLE_EXIT_MS)]
  return spawn(command, [...args, ...options, ...state], {
    detached: true,
    stdio: [stdin, 'pipe', 'pipe'],
  })
}

/** It does not keep this process alive, nor hears from it but by its address. */
function letGo(child: ChildProcess): void {
  child.stdout?.destroy()
  child.stderr?.destroy()
  if (child.stdin instanceof Socket) child.stdin.unref()
  child.unref()
}

async function readNote(note: string): Promise<z.infer<typeof Note> | undefined> {
  try {
    return Note.parse(JSON.parse(await readFile(note, 'utf8')))
  } catch {
    // Never written, half written or of another version: a new one is started, and noted.
    return undefined
  }
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(HEALTH_MS)
    return (await fetch(`${endpoint}/_simulator/health`, { signal, redirect: 'error' })).ok
  } catch {
    // Nobody answers there any more.
    return false
  }
}

async function firstLine(child: ChildProcess): Promise<z.infer<typeof FirstLine>> {
  const { promise, resolve, reject } = Promise.withResolvers<z.infer<typeof FirstLine>>()
  let complaint = ''
  child.stderr?.on(
    'data',
    (text: Buffer) => (complaint = `${complaint}${text.toString()}`.slice(-400)),
  )
  const fail = (why: string) => reject(operatorError(appSentences.simulatorDidNotStart(why)))
  const timer = setTimeout(() => fail(`It said nothing within ${START_MS / 1000} s.`), START_MS)
  const onError = (error: Error) => fail(error.message)
  // Not at `exit`: what it complained of may still be on its way.
  const onExit = (code: number | null) =>
    fail(`It ended at once, with code ${code}. ${complaint.trim().replaceAll('\n', ' ')}`)
  child.once('error', onError).once('close', onExit)
  if (child.stdout)
    createInterface({ input: child.stdout }).once('line', (line) => {
      const read = FirstLine.safeParse(parsed(line))
      if (read.success) resolve(read.data)
      else fail('What it said could not be read.')
    })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    child.off('error', onError).off('close', onExit)
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}
