/**
 * Makes the clips and stills in resources/test-card; run it with `node scripts/makeTestCard.ts` when
 * their look is to change, and commit what it writes. Needs ffmpeg with libx264 and the DejaVu fonts.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const WIDTH = 1280
const HEIGHT = 720
const FRAME_RATE = 30
const SAMPLE_RATE = 48_000
const AAC_FRAME_SAMPLES = 1024
/** A whole number of pictures, of GOPs and of AAC frames (375), so that no track drifts at the seam. */
const CLIP_SECONDS = 8
const GOP_FRAMES = 60
/** The encoder needs some frames to settle; what lies after them repeats without a click. */
const SETTLING_AUDIO_FRAMES = 48

const resources = join(import.meta.dirname, '..', 'resources', 'test-card')
const workshop = mkdtempSync(join(tmpdir(), 'test-card-'))

type Rgb = readonly [number, number, number]

const NIGHT: Rgb = [11, 11, 17]
const PANEL: Rgb = [19, 19, 28]
const GRID: Rgb = [25, 25, 36]
const LINE: Rgb = [84, 82, 106]
const VIOLET: Rgb = [139, 92, 246]
const VIOLET_DARK: Rgb = [34, 22, 66]
const WHITE: Rgb = [236, 236, 242]
const AMBER: Rgb = [245, 158, 11]

/** A picture with transparency, drawn pixel by pixel. */
interface Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const newCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 4),
})

/** Lays a colour over a pixel; `cover` 0 to 1 is how much of the pixel it hides. */
function blend(canvas: Canvas, x: number, y: number, colour: Rgb, cover: number): void {
  if (cover <= 0 || x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return
  const at = (y * canvas.width + x) * 4
  const below = (canvas.pixels[at + 3] ?? 0) / 255
  const total = cover + below * (1 - cover)
  colour.forEach((value, channel) => {
    const beneath = (canvas.pixels[at + channel] ?? 0) * below * (1 - cover)
    canvas.pixels[at + channel] = Math.round((value * cover + beneath) / total)
  })
  canvas.pixels[at + 3] = Math.round(total * 255)
}

/** Paints every pixel of a box with the colour that `colourAt` names, or leaves it. */
function paint(
  canvas: Canvas,
  box: Box,
  colourAt: (x: number, y: number) => Rgb | undefined,
): void {
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const colour = colourAt(x, y)
      if (colour) blend(canvas, x, y, colour, 1)
    }
  }
}

const fill = (canvas: Canvas, box: Box, colour: Rgb): void => paint(canvas, box, () => colour)

function frame(canvas: Canvas, box: Box, colour: Rgb): void {
  const { x, y, width, height } = box
  fill(canvas, { x, y, width, height: 1 }, colour)
  fill(canvas, { x, y: y + height - 1, width, height: 1 }, colour)
  fill(canvas, { x, y, width: 1, height }, colour)
  fill(canvas, { x: x + width - 1, y, width: 1, height }, colour)
}

/** A smooth disc, or with an inner radius a ring. */
function disc(
  canvas: Canvas,
  centre: { readonly x: number; readonly y: number },
  radius: { readonly outer: number; readonly inner: number },
  colour: Rgb,
): void {
  const reach = Math.ceil(radius.outer) + 1
  for (let y = Math.floor(centre.y) - reach; y <= centre.y + reach; y++) {
    for (let x = Math.floor(centre.x) - reach; x <= centre.x + reach; x++) {
      const distance = Math.hypot(x + 0.5 - centre.x, y + 0.5 - centre.y)
      const outside = Math.min(1, Math.max(0, radius.outer - distance + 0.5))
      const inside = radius.inner > 0 ? Math.min(1, Math.max(0, distance - radius.inner + 0.5)) : 1
      blend(canvas, x, y, colour, outside * inside)
    }
  }
}

/** Slanted stripes, four samples a pixel so that the edges are smooth. */
function hatch(canvas: Canvas, box: Box, stripe: Rgb, ground: Rgb): void {
  const PERIOD = 28
  fill(canvas, box, ground)
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const hits = [0.125, 0.375, 0.625, 0.875].filter(
        (part) => (x + part + y) % PERIOD < PERIOD / 2,
      )
      blend(canvas, x, y, stripe, hits.length / 4)
    }
  }
}

const HATCH_HEIGHT = 34

function background(): Canvas {
  const canvas = newCanvas(WIDTH, HEIGHT)
  paint(canvas, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, (x, y) =>
    x % 80 === 0 || y % 80 === 40 ? GRID : NIGHT,
  )
  for (const y of [0, HEIGHT - HATCH_HEIGHT]) {
    hatch(canvas, { x: 0, y, width: WIDTH, height: HATCH_HEIGHT }, VIOLET, VIOLET_DARK)
  }
  for (const y of [0, HEIGHT - HATCH_HEIGHT]) {
    fill(canvas, { x: 480, y, width: 320, height: HATCH_HEIGHT }, VIOLET_DARK)
  }
  return canvas
}

/** 75 % bars as SMPTE EG 1 orders them, in RGB. */
const BARS: readonly Rgb[] = [
  [191, 191, 191],
  [191, 191, 0],
  [0, 191, 191],
  [0, 191, 0],
  [191, 0, 191],
  [191, 0, 0],
  [0, 0, 191],
]
const BLACK: Rgb = [16, 16, 16]
const CASTELLATION = [6, undefined, 4, undefined, 2, undefined, 0] as const
const BARS_BOX: Box = { x: 220, y: 120, width: 840, height: 220 }
const BAR_WIDTH = BARS_BOX.width / BARS.length
const RAMP_STEPS = 12

function drawBars(canvas: Canvas): void {
  const { x, y, width, height } = BARS_BOX
  BARS.forEach((colour, i) => {
    fill(canvas, { x: x + i * BAR_WIDTH, y, width: BAR_WIDTH, height }, colour)
    const beneath = CASTELLATION[i] === undefined ? undefined : BARS[CASTELLATION[i]]
    const cell = { x: x + i * BAR_WIDTH, y: y + height, width: BAR_WIDTH, height: 32 }
    fill(canvas, cell, beneath ?? BLACK)
  })
  const stepWidth = width / RAMP_STEPS
  for (let i = 0; i < RAMP_STEPS; i++) {
    const level = Math.round((i / (RAMP_STEPS - 1)) * 255)
    const step = { x: x + i * stepWidth, y: y + height + 32, width: stepWidth, height: 44 }
    fill(canvas, step, [level, level, level])
  }
}

/** Line pairs of growing fineness: they show at once when a picture was scaled on its way. */
function drawGratings(canvas: Canvas, x: number, isUpright: boolean): void {
  const periods = [16, 8, 6, 4]
  periods.forEach((period, i) => {
    const box = { x, y: 120 + i * 74, width: 120, height: 74 }
    paint(canvas, box, (px, py) =>
      (isUpright ? px - x : py) % period < period / 2 ? WHITE : BLACK,
    )
  })
  frame(canvas, { x, y: 120, width: 120, height: 296 }, LINE)
}

const CLOCK = { x: 1140, y: 546 }
const TRACK: Box = { x: 220, y: 640, width: 840, height: 2 }

function drawClockFace(canvas: Canvas, centre: { readonly x: number; readonly y: number }): void {
  disc(canvas, centre, { outer: 62, inner: 0 }, PANEL)
  disc(canvas, centre, { outer: 62, inner: 60 }, LINE)
  for (let i = 0; i < 12; i++) {
    const angle = (i * Math.PI) / 6
    const mark = { x: centre.x + 52 * Math.sin(angle), y: centre.y - 52 * Math.cos(angle) }
    disc(canvas, mark, { outer: i % 3 === 0 ? 3.5 : 2, inner: 0 }, i % 3 === 0 ? WHITE : LINE)
  }
}

function drawCorners(canvas: Canvas): void {
  for (const x of [40, WIDTH - 40]) {
    for (const y of [60, HEIGHT - 60]) {
      const left = x < WIDTH / 2 ? x : x - 28
      const top = y < HEIGHT / 2 ? y : y - 28
      fill(canvas, { x: left, y, width: 28, height: 2 }, LINE)
      fill(canvas, { x, y: top, width: 2, height: 28 }, LINE)
    }
  }
}

function testCardPicture(): Canvas {
  const canvas = background()
  drawCorners(canvas)
  drawBars(canvas)
  drawGratings(canvas, 80, true)
  drawGratings(canvas, 1080, false)
  drawClockFace(canvas, CLOCK)
  fill(canvas, TRACK, LINE)
  for (let i = 0; i <= 4; i++) {
    fill(canvas, { x: TRACK.x + i * 210 - 1, y: TRACK.y - 8, width: 2, height: 18 }, LINE)
  }
  return canvas
}

function slatePicture(): Canvas {
  const canvas = background()
  drawCorners(canvas)
  fill(canvas, { x: 240, y: 220, width: 800, height: 268 }, PANEL)
  frame(canvas, { x: 240, y: 220, width: 800, height: 268 }, LINE)
  fill(canvas, { x: 240, y: 220, width: 6, height: 268 }, AMBER)
  fill(canvas, { x: 300, y: 424, width: 680, height: 2 }, LINE)
  return canvas
}

/** The hand points up; turning it is ffmpeg's. */
function hand(): Canvas {
  const canvas = newCanvas(124, 124)
  for (let y = 14; y < 62; y++) {
    for (const x of [60, 61, 62, 63]) blend(canvas, x, y, VIOLET, 1)
  }
  disc(canvas, { x: 62, y: 62 }, { outer: 6, inner: 0 }, VIOLET)
  return canvas
}

function ball(colour: Rgb): Canvas {
  const canvas = newCanvas(28, 28)
  disc(canvas, { x: 14, y: 14 }, { outer: 12, inner: 0 }, colour)
  disc(canvas, { x: 14, y: 14 }, { outer: 12, inner: 10 }, WHITE)
  return canvas
}

/** Writes a canvas as PAM, the plainest format with transparency that ffmpeg reads. */
function savePicture(name: string, canvas: Canvas): string {
  const file = join(workshop, `${name}.pam`)
  const head = `P7\nWIDTH ${canvas.width}\nHEIGHT ${canvas.height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n`
  writeFileSync(file, Buffer.concat([Buffer.from(head), canvas.pixels]))
  return file
}

interface Lettering {
  readonly text: string
  readonly x: string
  readonly y: number
  readonly size: number
  readonly colour: string
  readonly face?: 'mono' | 'bold'
}

const fontFile = (pattern: string): string =>
  execFileSync('fc-match', ['-f', '%{file}', pattern], { encoding: 'utf8' })

const FACES = {
  plain: fontFile('DejaVu Sans'),
  bold: fontFile('DejaVu Sans:bold'),
  mono: fontFile('DejaVu Sans Mono:bold'),
}
const RUNNING_TIME = 'RUNNING TIME'

function letter(line: Lettering): string {
  const words =
    line.text === RUNNING_TIME
      ? `timecode='00\\:00\\:00\\:00':rate=${FRAME_RATE}`
      : `text='${line.text}'`
  const font = FACES[line.face ?? 'plain']
  return `drawtext=fontfile='${font}':${words}:x=${line.x}:y=${line.y}:fontsize=${line.size}:fontcolor=${line.colour}`
}

const CENTRED = '(w-text_w)/2'
const BANDS: readonly Lettering[] = [
  { text: 'R E H E A R S A L', x: CENTRED, y: 9, size: 19, colour: '0xede9fe', face: 'bold' },
  { text: 'R E H E A R S A L', x: CENTRED, y: 695, size: 19, colour: '0xede9fe', face: 'bold' },
]

const TEST_CARD_LETTERING: readonly Lettering[] = [
  ...BANDS,
  { text: 'TALLYLIGHT', x: '80', y: 74, size: 24, colour: '0xc4b5fd', face: 'bold' },
  { text: '1280 × 720   30 fps', x: '1200-text_w', y: 76, size: 20, colour: '0xa3a1b8' },
  { text: 'TEST CARD', x: '220', y: 446, size: 76, colour: '0xececf2', face: 'bold' },
  { text: 'H.264 High   AAC 48 kHz stereo', x: '222', y: 544, size: 20, colour: '0xa3a1b8' },
  { text: '1 kHz tone at −20 dBFS', x: '222', y: 574, size: 20, colour: '0xa3a1b8' },
  { text: RUNNING_TIME, x: '1060-text_w', y: 530, size: 46, colour: '0xc4b5fd', face: 'mono' },
]

const SLATE_LETTERING: readonly Lettering[] = [
  ...BANDS,
  { text: 'TALLYLIGHT', x: '80', y: 74, size: 24, colour: '0xc4b5fd', face: 'bold' },
  { text: 'NO SIGNAL', x: '296', y: 252, size: 88, colour: '0xececf2', face: 'bold' },
  { text: 'Input lost', x: '300', y: 358, size: 30, colour: '0xfbbf24', face: 'bold' },
  {
    text: 'The picture returns by itself when the encoder is back',
    x: '300',
    y: 446,
    size: 20,
    colour: '0xa3a1b8',
  },
]

const lettered = (lines: readonly Lettering[]): string => lines.map(letter).join(',')

/** To and fro in four seconds: at the seam the ball is where it was, and moves as it did. */
const toAndFro = (from: number, span: number): string =>
  `x='${from}+${span}*(1-cos(2*PI*t/4))/2-14'`

const TEST_CARD_GRAPH = [
  `[0:v]${lettered(TEST_CARD_LETTERING)}[card]`,
  `[1:v]rotate=a='2*PI*t/4':c=none:ow=124:oh=124[hand]`,
  `[card][hand]overlay=x=${CLOCK.x - 62}:y=${CLOCK.y - 62}[clocked]`,
  `[clocked][2:v]overlay=${toAndFro(TRACK.x, TRACK.width)}:y=${TRACK.y - 13},format=yuv420p[v]`,
].join(';')

const SLATE_GRAPH = [
  `[0:v]${lettered(SLATE_LETTERING)}[card]`,
  `[card][1:v]overlay=${toAndFro(300, 680)}:y=${424 - 13},format=yuv420p[v]`,
].join(';')

/** ffmpeg's sine peaks at 1/8 of full scale, −18.06 dBFS. */
const TONE = `sine=frequency=1000:sample_rate=${SAMPLE_RATE},volume=-1.94dB,pan=stereo|c0=c0|c1=c0`
const SILENCE = `anullsrc=channel_layout=stereo:sample_rate=${SAMPLE_RATE}`

interface Recipe {
  readonly name: string
  readonly pictures: readonly string[]
  readonly graph: string
  readonly sound: string
  readonly quality: number
  readonly soundRate: string
}

function encode(recipe: Recipe): Buffer {
  const file = join(workshop, `${recipe.name}.flv`)
  const still = (picture: string): string[] => [
    ...['-loop', '1', '-framerate', String(FRAME_RATE), '-t', String(CLIP_SECONDS), '-i', picture],
  ]
  const sound = ['-f', 'lavfi', '-t', String(CLIP_SECONDS + 3), '-i', recipe.sound]
  const map = ['-map', '[v]', '-map', `${recipe.pictures.length}:a`]
  const h264 = [
    ...['-c:v', 'libx264', '-preset', 'veryslow', '-tune', 'animation', '-profile:v', 'high'],
    ...['-level', '3.1', '-crf', String(recipe.quality), '-bf', '0', '-g', String(GOP_FRAMES)],
    ...['-keyint_min', String(GOP_FRAMES), '-sc_threshold', '0', '-flags', '+cgop+bitexact'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ]
  const aac = ['-c:a', 'aac', '-b:a', recipe.soundRate, '-ar', String(SAMPLE_RATE), '-ac', '2']
  const flv = ['-flvflags', 'no_duration_filesize', '-fflags', '+bitexact', '-f', 'flv', file]
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-y'],
    ...recipe.pictures.flatMap(still),
    ...sound,
    ...['-filter_complex', recipe.graph],
    ...map,
    ...h264,
    ...aac,
    ...flv,
  ])
  return readFileSync(file)
}

interface Tag {
  readonly type: number
  readonly timestampMs: number
  readonly body: Buffer
}

const AUDIO = 8
const VIDEO = 9
const HEADER_BYTES = 13
const TAG_HEAD_BYTES = 11

function readTags(flv: Buffer): Tag[] {
  const tags: Tag[] = []
  for (let at = HEADER_BYTES; at + TAG_HEAD_BYTES < flv.length;) {
    const start = at + TAG_HEAD_BYTES
    const end = start + flv.readUIntBE(at + 1, 3)
    const timestampMs = flv.readUIntBE(at + 4, 3)
    tags.push({ type: flv.readUInt8(at), timestampMs, body: flv.subarray(start, end) })
    at = end + 4
  }
  return tags
}

function writeTags(tags: readonly Tag[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0])]
  for (const { type, timestampMs, body } of tags) {
    const head = Buffer.alloc(TAG_HEAD_BYTES)
    head.writeUInt8(type, 0)
    head.writeUIntBE(body.length, 1, 3)
    head.writeUIntBE(timestampMs, 4, 3)
    const size = Buffer.alloc(4)
    size.writeUInt32BE(TAG_HEAD_BYTES + body.length)
    parts.push(head, body, size)
  }
  return Buffer.concat(parts)
}

const isFrame = ({ type, body }: Tag): boolean =>
  (type === VIDEO || type === AUDIO) && body[1] === 1

/** Keeps exactly one loop's worth of both tracks and gives every frame its true time. */
function trimToLoop(tags: readonly Tag[]): Tag[] {
  const headers = tags.filter((tag) => !isFrame(tag) && tag.body[1] !== 2)
  const pictures = tags.filter((tag) => tag.type === VIDEO && isFrame(tag))
  const audioFrames = (CLIP_SECONDS * SAMPLE_RATE) / AAC_FRAME_SAMPLES
  const sounds = tags
    .filter((tag) => tag.type === AUDIO && isFrame(tag))
    .slice(SETTLING_AUDIO_FRAMES, SETTLING_AUDIO_FRAMES + audioFrames)
  if (pictures.length !== CLIP_SECONDS * FRAME_RATE || sounds.length !== audioFrames) {
    throw new Error(`ffmpeg made ${pictures.length} pictures and ${sounds.length} sounds.`)
  }
  const restamp = (frames: readonly Tag[], stepMs: number): Tag[] =>
    frames.map((tag, i) => ({ ...tag, timestampMs: Math.round(i * stepMs) }))
  const merged = [
    ...restamp(pictures, 1000 / FRAME_RATE),
    ...restamp(sounds, (1000 * AAC_FRAME_SAMPLES) / SAMPLE_RATE),
  ].toSorted((one, other) => one.timestampMs - other.timestampMs)
  return [...headers.map((tag) => ({ ...tag, timestampMs: 0 })), ...merged]
}

function make(recipe: Recipe): void {
  const clip = join(resources, `${recipe.name}.flv`)
  const still = join(resources, `${recipe.name}.jpg`)
  writeFileSync(clip, writeTags(trimToLoop(readTags(encode(recipe)))))
  const size = ['-frames:v', '1', '-vf', 'scale=640:360:flags=lanczos', '-q:v', '4']
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-ss',
    '2.5',
    '-i',
    clip,
    ...size,
    '-bitexact',
    still,
  ])
  for (const file of [clip, still]) console.log(file, statSync(file).size, 'bytes')
}

try {
  mkdirSync(resources, { recursive: true })
  make({
    name: 'test-card',
    pictures: [
      savePicture('card', testCardPicture()),
      savePicture('hand', hand()),
      savePicture('ball', ball(VIOLET)),
    ],
    graph: TEST_CARD_GRAPH,
    sound: TONE,
    quality: 20,
    soundRate: '96k',
  })
  make({
    name: 'slate',
    pictures: [savePicture('slate', slatePicture()), savePicture('ball', ball(AMBER))],
    graph: SLATE_GRAPH,
    sound: SILENCE,
    quality: 32,
    soundRate: '24k',
  })
} finally {
  rmSync(workshop, { recursive: true, force: true })
}
