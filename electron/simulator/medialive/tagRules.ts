import type { Tags } from './channelShapes'
import { badRequest } from './faults'

const mostTags = 50

/** AWS's rules for tags: 50 a resource, keys to 128 characters and not beginning with `aws:`, values to 256. */
export function checkTags(tags: Tags): Tags {
  const entries = Object.entries(tags)
  if (entries.length > mostTags) throw badRequest(`A resource may have ${mostTags} tags`)
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128 || value.length > 256) {
      throw badRequest('A tag key has 1 to 128 characters, a tag value up to 256')
    }
    if (/^aws:/i.test(key)) throw badRequest('Tag keys beginning with aws: are reserved')
  }
  return tags
}
