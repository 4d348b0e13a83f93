import { S3Fault } from './fault'

export interface ObjectTag {
  readonly key: string
  readonly value: string
}

/** S3 user guide, "Categorizing your objects using tags": how many, how long, of which characters. */
const mostTags = 10
const soundKey = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u
const soundValue = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u

/** The tags as they are kept, in the order of their keys. Throws InvalidTag or BadRequest as S3 does. */
export function checkedTags(tags: readonly ObjectTag[]): readonly ObjectTag[] {
  if (tags.length > mostTags) {
    throw new S3Fault('BadRequest', `Object tags cannot be greater than ${mostTags}`)
  }
  for (const { key, value } of tags) checkTag(key, value)
  const keys = new Set(tags.map(({ key }) => key))
  if (keys.size < tags.length) {
    throw new S3Fault('InvalidTag', 'Cannot provide multiple Tags with the same key')
  }
  return tags.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function checkTag(key: string, value: string): void {
  if (/^aws:/i.test(key)) {
    throw new S3Fault('InvalidTag', 'System tags cannot be added/updated by requester', {
      TagKey: key,
    })
  }
  if (!soundKey.test(key)) {
    throw new S3Fault('InvalidTag', 'The TagKey you have provided is invalid', { TagKey: key })
  }
  if (!soundValue.test(value)) {
    throw new S3Fault('InvalidTag', 'The TagValue you have provided is invalid', {
      TagKey: key,
      TagValue: value,
    })
  }
}

/** The tags of `x-amz-tagging`, written as a URL query (S3 API reference, PutObject). */
export function tagsOfHeader(header: string | undefined): readonly ObjectTag[] {
  if (header === undefined || header === '') return []
  const pairs = header.split('&').map((pair) => pair.split('='))
  if (pairs.some((pair) => pair.length > 2)) throw badHeader(header)
  const tags = pairs.map(([key = '', value = '']) => ({
    key: formDecoded(key, header),
    value: formDecoded(value, header),
  }))
  if (new Set(tags.map(({ key }) => key)).size < tags.length) throw badHeader(header)
  return checkedTags(tags)
}

function formDecoded(text: string, header: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badHeader(header)
  }
}

const badHeader = (header: string) =>
  new S3Fault(
    'InvalidArgument',
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    { ArgumentName: 'x-amz-tagging', ArgumentValue: header },
  )
