/** Plain drawing, pixel by pixel: bars and gratings must lie exactly where they say. */
export type Rgb = readonly [number, number, number]

/** A picture with transparency, drawn pixel by pixel. */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const newCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 4),
})

/** Lays a colour over a pixel; `cover` 0 to 1 is how much of the pixel it hides. */
export function blend(canvas: Canvas, { x, y }: Point, colour: Rgb, cover: number): void {
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
export function paint(
  canvas: Canvas,
  box: Box,
  colourAt: (x: number, y: number) => Rgb | undefined,
): void {
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const colour = colourAt(x, y)
      if (colour) blend(canvas, { x, y }, colour, 1)
    }
  }
}

export const fill = (canvas: Canvas, box: Box, colour: Rgb): void =>
  paint(canvas, box, () => colour)

export function frame(canvas: Canvas, box: Box, colour: Rgb): void {
  const { x, y, width, height } = box
  fill(canvas, { x, y, width, height: 1 }, colour)
  fill(canvas, { x, y: y + height - 1, width, height: 1 }, colour)
  fill(canvas, { x, y, width: 1, height }, colour)
  fill(canvas, { x: x + width - 1, y, width: 1, height }, colour)
}

/** A smooth disc, or with an inner radius a ring. */
export function disc(
  canvas: Canvas,
  centre: Point,
  radius: { readonly outer: number; readonly inner: number },
  colour: Rgb,
): void {
  const reach = Math.ceil(radius.outer) + 1
  for (let y = Math.floor(centre.y) - reach; y <= centre.y + reach; y++) {
    for (let x = Math.floor(centre.x) - reach; x <= centre.x + reach; x++) {
      const distance = Math.hypot(x + 0.5 - centre.x, y + 0.5 - centre.y)
      const outside = Math.min(1, Math.max(0, radius.outer - distance + 0.5))
      const inside = radius.inner > 0 ? Math.min(1, Math.max(0, distance - radius.inner + 0.5)) : 1
      blend(canvas, { x, y }, colour, outside * inside)
    }
  }
}

/** Slanted stripes, four samples a pixel so that the edges are smooth. */
export function hatch(canvas: Canvas, box: Box, stripe: Rgb, ground: Rgb): void {
  const PERIOD = 28
  fill(canvas, box, ground)
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const hits = [0.125, 0.375, 0.625, 0.875].filter(
        (part) => (x + part + y) % PERIOD < PERIOD / 2,
      )
      blend(canvas, { x, y }, stripe, hits.length / 4)
    }
  }
}

/** The canvas as a PAM file, the plainest format with transparency that ffmpeg reads. */
export function toPam(canvas: Canvas): Buffer {
  const size = `WIDTH ${canvas.width}\nHEIGHT ${canvas.height}\n`
  const head = `P7\n${size}DEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n`
  return Buffer.concat([Buffer.from(head), canvas.pixels])
}
