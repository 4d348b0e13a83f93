import type { MediaAnswer } from '../../app/console'

/** Encoded separators and NUL: in an object's name they could only mean another folder. */
const hidden = /%(?:2f|5c|00)|\\/i

/** The path to hand to the console, or undefined where it is not one of media. */
export function mediaPathOf(pathname: string): string | undefined {
  const plain = pathname.startsWith('/media/') && !hidden.test(pathname)
  return plain && !pathname.split('/').includes('..') ? pathname : undefined
}

/** What an answer may say of itself; anything else a store might add stays here. */
const passed = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'cache-control',
]

/** The headers of a media answer that may leave the shell, in lower case. */
export function mediaHeaders(answer: MediaAnswer): Record<string, string> {
  const entries = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value])
  const kept = entries.filter(([name]) => name !== undefined && passed.includes(name))
  return { 'cache-control': 'no-store', ...(Object.fromEntries(kept) as Record<string, string>) }
}
