import { z } from 'zod'
import { DestinationId } from './ids'
import { oneLine } from './oneLine'

/** Where the programme goes. `ivs` is made by us in the same account; the others are somebody's RTMP. */
export const DestinationKind = z.enum(['ivs', 'youtube', 'restream', 'rtmp'])
export type DestinationKind = z.infer<typeof DestinationKind>

const MAX_URL = 1024

/** `rtmp(s)://host[:port]/app`, without the stream key: that lives in the keychain. */
export const RtmpUrl = z
  .string()
  .trim()
  .max(MAX_URL, 'The address is too long. Paste the server address only.')
  .superRefine((text, context) => {
    const complaint = complaintAboutRtmpUrl(text)
    if (complaint) context.addIssue({ code: 'custom', message: complaint })
  })

/** Says what is wrong with an RTMP server address and what to do, or undefined when it is fine. */
export function complaintAboutRtmpUrl(text: string): string | undefined {
  if (!/^rtmps?:\/\//i.test(text))
    return 'The address must begin with rtmp:// or rtmps://. Copy the server address from the platform.'
  // The parser of addresses drops line breaks and takes blanks, servers do not.
  if (/[^\x21-\x7e]/.test(text.trim()))
    return 'The address has blanks or unusual characters. Copy the server address again, alone.'
  if (!URL.canParse(text))
    return 'This is not a complete address. It looks like rtmp://server.example/app.'
  const url = new URL(text)
  if (url.hostname === '') return 'The server name is missing after rtmp://.'
  if (url.port === '0') return 'No server listens on port 0. Copy the server address again.'
  if (url.username !== '' || url.password !== '')
    return 'Leave user name and password out of the address; paste the stream key in its own field.'
  if (url.pathname.replaceAll('/', '') === '')
    return 'The application name is missing, for example /live2 or /app at the end of the address.'
  if (url.search !== '' || url.hash !== '' || looksLikeKey(url.pathname.split('/').at(-1) ?? ''))
    return 'The stream key seems to be part of the address. Remove it here and paste it as the key.'
  return undefined
}

/** Keys are long and mixed; application names are short words. */
const looksLikeKey = (segment: string): boolean =>
  /^(sk_|live_\d)/.test(segment) || (segment.length >= 16 && /\d/.test(segment))

/** One line, as the platform shows it; a key with blanks inside was copied wrongly. */
export const StreamKey = z
  .string()
  .trim()
  .min(1, 'The stream key is empty. Copy it from the platform and paste it again.')
  .max(512, 'This is too long for a stream key. Copy only the key.')
  .regex(/^[\x21-\x7e]+$/, 'The stream key has blanks or unusual characters. Copy it again, alone.')

const DestinationName = oneLine()
  .min(1, 'Give the destination a name.')
  .max(60, 'The name is too long: 60 characters at most.')

/** A place the producer chose, as it is kept and shown. Its key is never part of it. */
export const Destination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ivs'), id: DestinationId, name: DestinationName }),
  z.object({
    kind: z.enum(['youtube', 'restream', 'rtmp']),
    id: DestinationId,
    name: DestinationName,
    url: RtmpUrl,
  }),
])
export type Destination = z.infer<typeof Destination>

/** Usual server addresses; the producer may change them. */
export const platformUrls: Readonly<Record<Exclude<DestinationKind, 'ivs'>, string>> = {
  youtube: 'rtmps://a.rtmps.youtube.com:443/live2',
  restream: 'rtmp://live.restream.io/live',
  rtmp: '',
}
