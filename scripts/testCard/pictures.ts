import { blend, disc, fill, frame, hatch, newCanvas, paint } from './canvas.ts'
import type { Box, Canvas, Point, Rgb } from './canvas.ts'

const WIDTH = 1280
const HEIGHT = 720

const NIGHT: Rgb = [11, 11, 17]
const PANEL: Rgb = [19, 19, 28]
const GRID: Rgb = [25, 25, 36]
const LINE: Rgb = [84, 82, 106]
export const VIOLET: Rgb = [139, 92, 246]
const VIOLET_DARK: Rgb = [34, 22, 66]
const WHITE: Rgb = [236, 236, 242]
export const AMBER: Rgb = [245, 158, 11]

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

export const CLOCK = { x: 1140, y: 546 }
/** The line on which the ball of the test card runs, and that of the slate. */
export const TRACK: Box = { x: 220, y: 640, width: 840, height: 2 }
export const SLATE_TRACK: Box = { x: 300, y: 424, width: 680, height: 2 }

function drawClockFace(canvas: Canvas, centre: Point): void {
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

export function testCardPicture(): Canvas {
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

export function slatePicture(): Canvas {
  const canvas = background()
  drawCorners(canvas)
  fill(canvas, { x: 240, y: 220, width: 800, height: 268 }, PANEL)
  frame(canvas, { x: 240, y: 220, width: 800, height: 268 }, LINE)
  fill(canvas, { x: 240, y: 220, width: 6, height: 268 }, AMBER)
  fill(canvas, SLATE_TRACK, LINE)
  return canvas
}

/** The hand points up; turning it is ffmpeg's. */
export function hand(): Canvas {
  const canvas = newCanvas(124, 124)
  for (let y = 14; y < 62; y++) {
    for (const x of [60, 61, 62, 63]) blend(canvas, { x, y }, VIOLET, 1)
  }
  disc(canvas, { x: 62, y: 62 }, { outer: 6, inner: 0 }, VIOLET)
  return canvas
}

export function ball(colour: Rgb): Canvas {
  const canvas = newCanvas(28, 28)
  disc(canvas, { x: 14, y: 14 }, { outer: 12, inner: 0 }, colour)
  disc(canvas, { x: 14, y: 14 }, { outer: 12, inner: 10 }, WHITE)
  return canvas
}
