import { execFileSync } from 'node:child_process'

import { FRAME_RATE } from './loopTags.ts'

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

export const TEST_CARD_LETTERING: readonly Lettering[] = [
  ...BANDS,
  { text: 'TALLYLIGHT', x: '80', y: 74, size: 24, colour: '0xc4b5fd', face: 'bold' },
  { text: '1280 × 720   30 fps', x: '1200-text_w', y: 76, size: 20, colour: '0xa3a1b8' },
  { text: 'TEST CARD', x: '220', y: 446, size: 76, colour: '0xececf2', face: 'bold' },
  { text: 'H.264 High   AAC 48 kHz stereo', x: '222', y: 544, size: 20, colour: '0xa3a1b8' },
  { text: '1 kHz tone at −20 dBFS', x: '222', y: 574, size: 20, colour: '0xa3a1b8' },
  { text: RUNNING_TIME, x: '1060-text_w', y: 530, size: 46, colour: '0xc4b5fd', face: 'mono' },
]

export const SLATE_LETTERING: readonly Lettering[] = [
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

/** The filter that writes the lines onto a picture. */
export const lettered = (lines: readonly Lettering[]): string => lines.map(letter).join(',')
