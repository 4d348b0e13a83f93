import { execFile, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Whether the tools can be had here; says so loudly when they cannot, for nothing is proved then. */
export function has(...tools: readonly string[]): boolean {
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0)
  if (missing.length > 0)
    console.warn(`NOT TESTED, because it is not installed: ${missing.join(', ')}`)
  return missing.length === 0
}

/** Runs a tool to its end; rejects with what it wrote when it fails. */
export async function run(tool: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(tool, args)
  return stdout
}

/** A tool that runs beside the test. */
export interface Running {
  readonly process: ChildProcess
  readonly exit: Promise<number | null>
  /** What it has written on standard error so far. */
  said(): string
  stop(): Promise<void>
}

export function start(
  tool: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Running {
  const child = spawn(tool, args, { stdio: ['ignore', 'ignore', 'pipe'], env })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve)
    child.once('error', reject)
  })
  const stop = async () => {
    child.kill('SIGKILL')
    await exit
  }
  return { process: child, exit, said: () => said, stop }
}

/** A folder that is gone after `remove`. */
export async function makeFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'tallylight-rtmp-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** A port that was free a moment ago, for tools that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Tries again until it works; the last error stands when it never does. */
export async function eventually<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let left = 100; ; left -= 1) {
    try {
      return await attempt()
    } catch (thrown) {
      if (left === 0) throw thrown
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Resolves when the server has let go of every connection. */
export function emptied(server: { sessions(): number }): Promise<void> {
  return eventually(async () => {
    if (server.sessions() > 0) throw new Error(`${server.sessions()} connections are still open`)
  })
}

/** Writes four seconds of 320x180 at 30 frames a second, a keyframe every second, with sound. */
export async function recordFeed(path: string): Promise<void> {
  const video = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30']
  const audio = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000']
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30']
  const aac = ['-c:a', 'aac', '-ac', '2', '-t', '4', '-f', 'flv', path]
  await run('ffmpeg', '-v', 'error', '-y', ...video, ...audio, ...x264, '-b:v', '400k', ...aac)
}

/** Pushes the feed as an encoder would, in real time. */
export function pushFeed(feed: string, url: string, ...before: readonly string[]): Running {
  const quiet = ['-v', 'error', '-nostdin']
  return start('ffmpeg', [...quiet, ...before, '-re', '-i', feed, '-c', 'copy', '-f', 'flv', url])
}
