/** Names inside a recording's prefix, as the IVS user guide has them ("Auto-Record to Amazon S3"). */
export const hlsFolder = 'media/hls'
export const masterPlaylist = 'master.m3u8'
export const mediaPlaylist = 'playlist.m3u8'
export const byteRangeMaster = 'byte-range-multivariant.m3u8'
export const byteRangePlaylist = 'byte-range-variant.m3u8'

/** How the HLS writer is told to call things; they are renamed on their way into the bucket. */
export const writerBase = 'r'
export const writerModifier = '-v'

export interface RecordedFile {
  readonly name: string
  readonly body: Uint8Array
}

const segmentPattern = /r-v_(\d+)\.ts/g
const writerMaster = `${writerBase}.m3u8`
const writerMedia = `${writerBase}${writerModifier}.m3u8`

/** From 0 on, where the writer counts from 1. */
const segmentFile = (name: string): string =>
  name.replace(segmentPattern, (_, counter: string) => `${Number(counter) - 1}.ts`)

/**
 * What one file of the writer becomes in the bucket: a segment itself, a playlist itself and its
 * byte-range sister. A byte range here is a whole segment; IVS cuts them at every keyframe.
 */
export function recordedFiles(
  written: RecordedFile,
  rendition: string,
  sizes: ReadonlyMap<string, number>,
): readonly RecordedFile[] {
  if (written.name === writerMaster) {
    const refer = (playlist: string) =>
      textOf(written).replace(writerMedia, `${rendition}/${playlist}`)
    return [
      file(`${hlsFolder}/${masterPlaylist}`, refer(mediaPlaylist)),
      file(`${hlsFolder}/${byteRangeMaster}`, refer(byteRangePlaylist)),
    ]
  }
  const folder = `${hlsFolder}/${rendition}`
  if (written.name === writerMedia) {
    const text = segmentFile(textOf(written))
    return [
      file(`${folder}/${mediaPlaylist}`, text),
      file(`${folder}/${byteRangePlaylist}`, withByteRanges(text, sizes)),
    ]
  }
  return [{ name: `${folder}/${segmentFile(written.name)}`, body: written.body }]
}

/** The name that a playlist will have for this segment. */
export const segmentNameOf = (written: string): string | undefined =>
  written.endsWith('.ts') ? segmentFile(written) : undefined

/** RFC 8216, 4.3.2.2: byte ranges need version 4. */
function withByteRanges(playlist: string, sizes: ReadonlyMap<string, number>): string {
  return playlist
    .replace(/#EXT-X-VERSION:\d+/, '#EXT-X-VERSION:4')
    .split('\n')
    .flatMap((line) => {
      const size = sizes.get(line)
      return size === undefined ? [line] : [`#EXT-X-BYTERANGE:${size}@0`, line]
    })
    .join('\n')
}

const textOf = ({ body }: RecordedFile) => Buffer.from(body).toString('utf8')
const file = (name: string, text: string): RecordedFile => ({ name, body: Buffer.from(text) })
