import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { resourcesFolder } from '../../../electron/media/testCard/clips'
import { freePort, has, start, type Running } from '../../conformance/rtmp/tools'
import { channelOf, hls, openPlane, type Plane, rtmp, soon } from './planeRig'

const run = promisify(execFile)
const clip = (name: string) => join(resourcesFolder(), 'test-card', `${name}.flv`)
const words = (line: string) => line.split(' ')

let folder: string
let rig: Plane
const running: Running[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallylight-decoding-'))
})

afterEach(async () => {
  for (const each of running.splice(0)) await each.stop()
  await rig.close()
})

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

function launch(...args: readonly string[]): Running {
  const child = start('ffmpeg', [...words('-v error -nostdin'), ...args])
  running.push(child)
  return child
}

/** An encoder: ffmpeg that sends a clip in real time. */
const push = (name: string, instance: string) =>
  launch(
    ...words('-re -stream_loop -1 -i'),
    clip(name),
    ...words('-c copy -f flv'),
    rig.ingest(instance),
  )

/** A player at the far end of an RTMP output: ffmpeg that waits to be called, and keeps what it gets. */
async function listen(file: string) {
  const port = await freePort()
  const url = `rtmp://127.0.0.1:${port}/live`
  const player = launch(
    ...words('-listen 1 -i'),
    `${url}/key`,
    ...words('-c copy -y'),
    join(folder, file),
  )
  return { player, addresses: [{ url, streamName: 'key' }] }
}

/** An encoder: ffmpeg with libx264, of a picture other than the slate in size and profile. */
const encode = (size: string, how: string) =>
  launch(
    ...words(
      `-re -f lavfi -i testsrc2=size=${size}:rate=30 -re -f lavfi -i sine=sample_rate=48000`,
    ),
    ...words(`-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 ${how}`),
    ...words('-c:a aac -ac 2 -f flv'),
    rig.ingest('host'),
  )

/** A player that decodes as it comes, which is where ffmpeg's parser can be misled, and keeps it too. */
async function watch(file: string) {
  const port = await freePort()
  const url = `rtmp://127.0.0.1:${port}/live`
  const player = launch(
    ...words('-v repeat+error -err_detect explode -listen 1 -i'),
    `${url}/key`,
    // In the stream's own time base: in frames a picture that comes early counts as a second one.
    ...words(
      '-map 0:v -map 0:a -vsync passthrough -enc_time_base -1 -f null - -map 0:v -map 0:a -c copy -y',
    ),
    join(folder, file),
  )
  /** All it said, but for the lines with which it ends when its caller hangs up. */
  const complaints = () => player.said().replaceAll(`${url}/key: Input/output error\n`, '')
  return { player, complaints, addresses: [{ url, streamName: 'key' }] }
}

/** Sizes of the decoded pictures and whether there are B-frames among them, one after the other. */
async function shapes(file: string): Promise<readonly string[]> {
  const args = words(
    '-v error -select_streams v -show_entries frame=width,height,pict_type -of csv=p=0',
  )
  const { stdout, stderr } = await run('ffprobe', [...args, file], { cwd: folder })
  expect(stderr).toBe('')
  const each = [...stdout.matchAll(/^(\d+),(\d+),([IPB])/gm)].map(
    ([, width, height, type]) => `${width}x${height}${type === 'B' ? ' B' : ''}`,
  )
  const changes = each.filter((shape, index) => shape !== each[index - 1])
  return changes.slice(0, changes.findIndex((shape) => shape.endsWith('B')) + 1)
}

/** A mark of every picture, the same for the same picture. */
async function pictures(file: string): Promise<readonly string[]> {
  const args = [...words('-v error -i'), file, ...words('-an -f framemd5 -')]
  const { stdout } = await run('ffmpeg', args, { cwd: folder })
  return [...stdout.matchAll(/([0-9a-f]{32})$/gm)].map(([, hash = '']) => hash)
}

/** Decodes all of it, sound too, and gives every picture's mean luminance. */
async function decode(file: string): Promise<{ luma: readonly number[]; complaints: string }> {
  const picture = words('-map 0:v -vf scale=1:1,format=gray -f rawvideo pipe:1')
  const sound = words('-map 0:a -f s16le -y /dev/null')
  const strictly = words('-v error -xerror -err_detect explode -i')
  const args = [...strictly, file, ...picture, ...sound]
  const { stdout, stderr } = await run('ffmpeg', args, { cwd: folder, encoding: 'buffer' })
  return { luma: [...stdout], complaints: stderr.toString() }
}

/** What is seen one after the other, as far as it lasts for ten pictures; told apart by luminance. */
function stretches(luma: readonly number[], kinds: Readonly<Record<string, number>>) {
  const named = luma.map((value) => {
    const [best] = Object.entries(kinds).toSorted(
      ([, a], [, b]) => Math.abs(value - a) - Math.abs(value - b),
    )
    return best?.[0] ?? ''
  })
  return named.filter((name, index) => {
    const lasts = named.slice(index, index + 10).every((each) => each === name)
    return lasts && named[index - 1] !== name
  })
}

const meanOf = async (name: string) => {
  const { luma } = await decode(clip(name))
  return luma.reduce((sum, each) => sum + each, 0) / luma.length
}

const source = () => rig.world().pipelines[0]?.source
const inputFrames = () => rig.plane.measures()[0]?.inputVideoFrames ?? 0

async function whileReceiving(count: number): Promise<void> {
  const before = inputFrames()
  await expect.poll(inputFrames, soon).toBeGreaterThan(before + count)
}

/** The recording as files, to be read by a program that knows nothing of us. */
async function saveRecording(): Promise<string> {
  for (const [key, body] of rig.objects)
    await writeFile(join(folder, key.replace(/.*\//, '')), body)
  return 'a-v.m3u8'
}

describe.skipIf(!has('ffmpeg'))('what players see', () => {
  it('is slate, picture, slate and picture again as the feed comes and goes, decoded without a complaint', async () => {
    rig = await openPlane()
    const far = await listen('loss.flv')
    rig.plane.channelRunning(
      channelOf({ outputs: [rtmp('here', { addresses: far.addresses }), hls('recording')] }),
    )
    await expect.poll(() => rig.world().pipelines[0]?.outputs[0]?.state, soon).toBe('publishing')
    await expect.poll(() => rig.objects.size, soon).toBeGreaterThan(1)
    const first = push('test-card', 'host')
    await expect.poll(source, soon).toBe('feed')
    await whileReceiving(40)
    await first.stop()
    await expect.poll(source, soon).toBe('slate')
    const segments = rig.objects.size
    await expect.poll(() => rig.objects.size, soon).toBeGreaterThan(segments + 1)
    push('test-card', 'host')
    await expect.poll(source, soon).toBe('feed')
    await whileReceiving(40)
    rig.plane.channelStopped('1')
    await far.player.exit
    await expect.poll(() => rig.text('recording/a-v.m3u8'), soon).toContain('ENDLIST')

    const kinds = { slate: await meanOf('slate'), feed: await meanOf('test-card') }
    expect(Math.abs(kinds.slate - kinds.feed)).toBeGreaterThan(10)
    const recording = await saveRecording()
    for (const file of ['loss.flv', recording]) {
      const { luma, complaints } = await decode(file)
      expect(complaints).toBe('')
      expect(stretches(luma, kinds)).toEqual(['slate', 'feed', 'slate', 'feed'])
    }
  }, 40_000)

  it('is decoded without a complaint when the feed is of another size and profile than the slate', async () => {
    rig = await openPlane()
    const far = await watch('foreign.flv')
    rig.plane.channelRunning(
      channelOf({ outputs: [rtmp('here', { addresses: far.addresses }), hls('recording')] }),
    )
    await expect.poll(() => rig.world().pipelines[0]?.outputs[0]?.state, soon).toBe('publishing')
    await expect.poll(() => rig.objects.size, soon).toBeGreaterThan(1)
    const baseline = encode('640x360', '-profile:v baseline')
    await expect.poll(source, soon).toBe('feed')
    await whileReceiving(70)
    await baseline.stop()
    await expect.poll(source, soon).toBe('slate')
    encode('1280x720', '-profile:v high -bf 3 -refs 3 -x264-params cabac=1:8x8dct=1:weightp=2')
    await expect.poll(source, soon).toBe('feed')
    await whileReceiving(70)
    rig.plane.channelStopped('1')
    await far.player.exit
    await expect.poll(() => rig.text('recording/a-v.m3u8'), soon).toContain('ENDLIST')

    expect(far.complaints()).toBe('')
    for (const file of ['foreign.flv', await saveRecording()]) {
      expect((await decode(file)).complaints).toBe('')
      expect(await shapes(file)).toEqual(['1280x720', '640x360', '1280x720', '1280x720 B'])
    }
  }, 40_000)

  it('is one picture while the input is frozen, black while it is black, and the picture after', async () => {
    rig = await openPlane()
    const far = await listen('drills.flv')
    rig.plane.channelRunning(channelOf({ outputs: [rtmp('here', { addresses: far.addresses })] }))
    push('test-card', 'host')
    await expect.poll(source, soon).toBe('feed')
    await whileReceiving(70)
    rig.context.drills.arm({ kind: 'freeze-input', inputId: 'host', forMs: 1_500 })
    await expect.poll(() => rig.context.drills.list(), soon).toEqual([])
    await whileReceiving(60)
    rig.context.drills.arm({ kind: 'blacken-input', inputId: 'host', forMs: 1_500 })
    await expect.poll(() => rig.context.drills.list(), soon).toEqual([])
    await whileReceiving(90)
    rig.plane.channelStopped('1')
    await far.player.exit
    const kinds = { black: 16, feed: await meanOf('test-card') }
    const { luma, complaints } = await decode('drills.flv')
    expect(complaints).toBe('')
    expect(stretches(luma, kinds).slice(-3)).toEqual(['feed', 'black', 'feed'])
    expect(longestRun(await pictures('drills.flv'))).toBeGreaterThan(10)
  }, 40_000)

  it('goes over from one input to the other at a switch, with nothing in between', async () => {
    rig = await openPlane()
    const far = await listen('switch.flv')
    rig.plane.channelRunning(
      channelOf({ outputs: [rtmp('here', { addresses: far.addresses }), hls('recording')] }),
    )
    push('test-card', 'host')
    push('black', 'guest')
    await expect.poll(source, soon).toBe('feed')
    await expect.poll(() => rig.plane.feedOf('guest')?.videoFrames, soon).toBeGreaterThan(10)
    await whileReceiving(70)
    rig.plane.switchInput('1', 'the guest')
    await whileReceiving(70)
    rig.plane.channelStopped('1')
    await far.player.exit
    await expect.poll(() => rig.text('recording/a-v.m3u8'), soon).toContain('ENDLIST')
    const kinds = { black: 16, feed: await meanOf('test-card') }
    for (const file of ['switch.flv', await saveRecording()]) {
      const { luma, complaints } = await decode(file)
      expect(complaints).toBe('')
      expect(stretches(luma, kinds).slice(-2)).toEqual(['feed', 'black'])
    }
  }, 40_000)
})

function longestRun(hashes: readonly string[]): number {
  let longest = 0
  let length = 0
  hashes.forEach((hash, index) => {
    length = hash === hashes[index - 1] ? length + 1 : 1
    longest = Math.max(longest, length)
  })
  return longest
}
