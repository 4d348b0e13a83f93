// A simulator on a leash whose other end is gone already: `startChild` gives no standard input.
import { simulate } from '../../electron/shells/terminal/simulate'

await simulate({ port: 0, rtmpPort: 0, speed: 1, seed: 1, leashed: true })
process.stdout.write(`${JSON.stringify({ ended: true })}\n`)
