import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const project = join(import.meta.dirname, '..', '..', '..')
const START_MS = 20_000
const END_MS = 15_000

/** Twenty times as fast as AWS: a channel that takes a minute to start takes three seconds. */
const SPEED = '20'

/** `tallylight serve` as a process of its own, on a data folder that outlives it. */
export class ServedConsole {
  readonly home = mkdtempSync(join(tmpdir(), 'tl-e2e-'))
  #child: ChildProcess | undefined
  #said = ''

  /** Answers with the address that lets one browser in. */
  async start(port = 0): Promise<URL> {
    const command = join(project, 'bin', 'tallylight.mjs')
    const args = [command, 'serve', '--port', String(port), '--no-open', '--speed', SPEED]
    const child = spawn(process.execPath, args, {
      cwd: this.home,
      env: environmentIn(this.home),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    child.stderr.on('data', (chunk: Buffer) => (this.#said += chunk.toString()))
    const lines = createInterface({ input: child.stdout })
    const signal = AbortSignal.timeout(START_MS)
    const line = once(lines, 'line', { signal }) as Promise<[string]>
    const gone = once(child, 'exit', { signal }).then(() => undefined)
    const first = await Promise.race([line, gone])
    if (!first) throw new Error(`serve ended at once: ${this.#said}`)
    return new URL((JSON.parse(first[0]) as { url: string }).url)
  }

  /** At once and for good, as when the power fails. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** As an operator would, from the terminal; answers with its exit code. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return null
    const gone = once(child, 'exit', { signal: AbortSignal.timeout(END_MS) })
    child.kill(signal)
    await gone
    return child.exitCode
  }

  /** What it complained of on its standard error. */
  get complaints(): string {
    return this.#said
  }

  /** Everything of it: the console, the simulator it started, its data. */
  async clear(): Promise<void> {
    // Not at once: a simulator that is just being started would be nobody's.
    await this.#end('SIGTERM')
    const simulator = this.#simulator()
    if (simulator && isAlive(simulator.pid)) process.kill(simulator.pid, 'SIGKILL')
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  #simulator(): { readonly endpoint: string; readonly pid: number } | undefined {
    const note = join(this.home, 'simulator.json')
    return existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : undefined
  }

  /** Asks the simulated AWS itself, past the console. */
  async #ask<T>(what: string): Promise<T> {
    const simulator = this.#simulator()
    if (!simulator) throw new Error('there is no simulator yet')
    const answer = await fetch(`${simulator.endpoint}/_simulator/${what}`)
    if (!answer.ok) throw new Error(`the simulator answered ${answer.status}`)
    return (await answer.json()) as T
  }

  world = (): Promise<World> => this.#ask('world')
  bill = (): Promise<{ readonly totalMicros: number }> => this.#ask('bill')
}

/** As far as the tests look at it. */
export interface World {
  readonly medialive: {
    readonly channels: readonly { readonly state: string }[]
    readonly inputs: readonly { readonly state: string }[]
    readonly inputSecurityGroups: readonly { readonly state: string }[]
  }
  readonly ivs: { readonly channels: readonly unknown[]; readonly streamKeys: readonly unknown[] }
  readonly picture: { readonly sinks: readonly Sink[] }
}
export interface Sink {
  readonly frames: number
  readonly [more: string]: unknown
}

/** Neither the tester's own AWS profiles nor their keychain are for a test to touch. */
function environmentIn(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^AWS_|^FORCE_COLOR$/.test(name))
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    TALLYLIGHT_HOME: home,
    AWS_CONFIG_FILE: join(home, 'aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'no-bus')}`,
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw thrown
  }
}
