/**
 * Makes the clips and stills in resources/test-card; run it with `node scripts/makeTestCard.ts` when
 * their look is to change, and commit what it writes. Needs ffmpeg with libx264, fontconfig and the
 * DejaVu fonts. The imports say `.ts` because Node runs these files as they are.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toPam } from './testCard/canvas.ts'
import type { Box, Canvas } from './testCard/canvas.ts'
import { SLATE_LETTERING, TEST_CARD_LETTERING, lettered } from './testCard/lettering.ts'
import { CLIP_SECONDS, FRAME_RATE, SAMPLE_RATE, trimToLoop } from './testCard/loopTags.ts'
import * as pictures from './testCard/pictures.ts'

const GOP_FRAMES = 60
/** More than the clip, so that its sound can be cut from where the encoder has settled. */
const SOUND_SECONDS = CLIP_SECONDS + 3

const resources = join(import.meta.dirname, '..', 'resources', 'test-card')
const workshop = mkdtempSync(join(tmpdir(), 'test-card-'))

function savePicture(name: string, canvas: Canvas): string {
  const file = join(workshop, `${name}.pam`)
  writeFileSync(file, toPam(canvas))
  return file
}

/** To and fro in four seconds: at the seam the ball is where it was, and moves as it did. */
const ballOn = (track: Box): string =>
  `overlay=x='${track.x}+${track.width}*(1-cos(2*PI*t/4))/2-14':y=${track.y - 13},format=yuv420p[v]`

const handOn = ({ x, y }: typeof pictures.CLOCK): string => `overlay=x=${x - 62}:y=${y - 62}`

const TEST_CARD_GRAPH = [
  `[0:v]${lettered(TEST_CARD_LETTERING)}[card]`,
  `[1:v]rotate=a='2*PI*t/4':c=none:ow=124:oh=124[hand]`,
  `[card][hand]${handOn(pictures.CLOCK)}[clocked]`,
  `[clocked][2:v]${ballOn(pictures.TRACK)}`,
].join(';')

const SLATE_GRAPH = [
  `[0:v]${lettered(SLATE_LETTERING)}[card]`,
  `[card][1:v]${ballOn(pictures.SLATE_TRACK)}`,
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

const words = (line: string): readonly string[] => line.split(' ')

const VIDEO_OPTIONS = [
  ...words('-c:v libx264 -preset veryslow -tune animation -profile:v high -level 3.1 -bf 0'),
  ...words(`-g ${GOP_FRAMES} -keyint_min ${GOP_FRAMES} -sc_threshold 0 -flags +cgop+bitexact`),
  ...words('-colorspace bt709 -color_primaries bt709 -color_trc bt709'),
]

const stillInput = (picture: string): readonly string[] => [
  ...words(`-loop 1 -framerate ${FRAME_RATE} -t ${CLIP_SECONDS} -i`),
  picture,
]

function encode(recipe: Recipe): Buffer {
  const file = join(workshop, `${recipe.name}.flv`)
  execFileSync('ffmpeg', [
    ...words('-v error -y'),
    ...recipe.pictures.flatMap(stillInput),
    ...words(`-f lavfi -t ${SOUND_SECONDS} -i ${recipe.sound} -filter_complex`),
    recipe.graph,
    ...words(`-map [v] -map ${recipe.pictures.length}:a`),
    ...VIDEO_OPTIONS,
    ...words(`-crf ${recipe.quality} -c:a aac -b:a ${recipe.soundRate} -ar ${SAMPLE_RATE} -ac 2`),
    ...words('-flvflags no_duration_filesize -fflags +bitexact -f flv'),
    file,
  ])
  return readFileSync(file)
}

function makeClip(recipe: Recipe): string {
  const clip = join(resources, `${recipe.name}.flv`)
  writeFileSync(clip, trimToLoop(encode(recipe)))
  console.log(clip, statSync(clip).size, 'bytes')
  return clip
}

function make(recipe: Recipe): void {
  const clip = makeClip(recipe)
  const still = join(resources, `${recipe.name}.jpg`)
  execFileSync('ffmpeg', [
    ...words('-v error -y -ss 2.5 -i'),
    clip,
    ...words('-frames:v 1 -vf scale=640:360:flags=lanczos -q:v 4 -bitexact'),
    still,
  ])
  console.log(still, statSync(still).size, 'bytes')
}

try {
  mkdirSync(resources, { recursive: true })
  make({
    name: 'test-card',
    pictures: [
      savePicture('card', pictures.testCardPicture()),
      savePicture('hand', pictures.hand()),
      savePicture('ball', pictures.ball(pictures.VIOLET)),
    ],
    graph: TEST_CARD_GRAPH,
    sound: TONE,
    quality: 20,
    soundRate: '96k',
  })
  make({
    name: 'slate',
    pictures: [
      savePicture('slate', pictures.slatePicture()),
      savePicture('ball', pictures.ball(pictures.AMBER)),
    ],
    graph: SLATE_GRAPH,
    sound: SILENCE,
    quality: 32,
    soundRate: '24k',
  })
  makeClip({
    name: 'black',
    pictures: [],
    graph: `color=black:size=1280x720:rate=${FRAME_RATE}:duration=${CLIP_SECONDS},format=yuv420p[v]`,
    sound: SILENCE,
    quality: 32,
    soundRate: '24k',
  })
} finally {
  rmSync(workshop, { recursive: true, force: true })
}
