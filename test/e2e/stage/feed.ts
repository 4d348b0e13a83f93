import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const RETRY_MS = 500
/** Colours that drift: every frame is another, and it looks well in the README. */
const PICTURE =
  'gradients=size=1280x720:rate=30:duration=8:nb_colors=4:c0=0x10284a:c1=0x2f8f9d:c2=0xe8a33d:c3=0x5b2a6e:seed=11:speed=0.012:type=spiral'

const words = (line: string): readonly string[] => line.split(' ')

/** An encoder as others make them: ffmpeg, in real time, 720p30 with a keyframe every 2 s. */
export class Feed {
  #child: ChildProcess | undefined
  #again: NodeJS.Timeout | undefined

  /** Encoded once and sent in a loop, so that sending it costs next to nothing. */
  constructor(private readonly folder: string) {
    execFileSync('ffmpeg', [
      ...words(`-v error -y -f lavfi -i ${PICTURE}`),
      ...words('-f lavfi -i sine=frequency=440:sample_rate=48000:duration=8'),
      ...words('-c:v libx264 -preset ultrafast -b:v 2500k -g 60 -keyint_min 60 -sc_threshold 0'),
      ...words('-pix_fmt yuv420p -c:a aac -b:a 128k -ar 48000 -ac 2 -f flv'),
      this.#clip,
    ])
  }

  get #clip(): string {
    return join(this.folder, 'feed.flv')
  }

  /** Begins to send and, as encoders do, tries again until somebody takes it. */
  sendTo(address: string): void {
    const input = [...words('-v error -re -stream_loop -1 -i'), this.#clip]
    const child = spawn('ffmpeg', [...input, ...words('-c copy -f flv'), address], {
      stdio: 'ignore',
    })
    child.once('exit', () => {
      if (this.#child === child) this.#again = setTimeout(() => this.sendTo(address), RETRY_MS)
    })
    this.#child = child
  }

  async end(): Promise<void> {
    clearTimeout(this.#again)
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
