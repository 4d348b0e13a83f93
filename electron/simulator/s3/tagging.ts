import { z } from 'zod'
import { xmlAnswer } from './buckets'
import type { S3Answer, S3Request } from './exchange'
import { malformedXml, noSuchKey } from './fault'
import { takeCheckedText } from './intake'
import type { ObjectRecord } from './records'
import type { ObjectStore } from './store'
import { checkedTags, type ObjectTag } from './tags'
import { element, elements, parseXml, s3Namespace, xmlDocument } from './xml'

const Tag = z.strictObject({ Key: z.string(), Value: z.string() })
/** An empty element parses as empty text, or as its blanks. */
const blank = z.string().regex(/^\s*$/)
const TagSet = z.union([blank.transform(() => ({})), z.object({ Tag: z.array(Tag).optional() })])
const TaggingRequest = z.object({ Tagging: z.object({ TagSet }) })

/** An object without tags has an empty set (S3 API reference, GetObjectTagging). */
export function getTagging(store: ObjectStore, request: S3Request): S3Answer {
  const { tags = [] } = objectOf(store, request)
  const rows = tags.map(({ key, value }) => element('Tag', elements({ Key: key, Value: value })))
  return xmlAnswer(xmlDocument(element('Tagging', [element('TagSet', rows)], s3Namespace)))
}

/** Takes the place of every tag there was; the object is not written anew. */
export async function putTagging(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  objectOf(store, request)
  const body = await takeCheckedText(request)
  await setTags(store, request, checkedTags(tagsOfBody(body)))
  return { status: 200 }
}

export async function deleteTagging(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  if (objectOf(store, request).tags) await setTags(store, request, [])
  return { status: 204 }
}

async function setTags(
  store: ObjectStore,
  request: S3Request,
  tags: readonly ObjectTag[],
): Promise<void> {
  // It may have gone, or become another, while the body came.
  const { key } = objectOf(store, request)
  await store.commit({ did: 'set-tags', bucket: request.bucket, key, tags })
}

function objectOf(store: ObjectStore, { bucket, key }: S3Request): ObjectRecord {
  const object = store.catalog.object(bucket, key)
  if (!object) throw noSuchKey(key)
  return object
}

function tagsOfBody(body: string): readonly ObjectTag[] {
  const parsed = TaggingRequest.safeParse(parseXml(body))
  if (!parsed.success) throw malformedXml()
  const set: { readonly Tag?: readonly z.infer<typeof Tag>[] | undefined } =
    parsed.data.Tagging.TagSet
  return (set.Tag ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }))
}
