import { z } from 'zod'
import { xmlAnswer } from './buckets'
import type { S3Answer, S3Request } from './exchange'
import { malformedXml, S3Fault } from './fault'
import { takeCheckedText } from './intake'
import { checkDelete } from './preconditions'
import type { ObjectRecord } from './records'
import type { ObjectStore } from './store'
import { element, elements, parseXml, s3Namespace, type Xml, xmlDocument } from './xml'

const DeleteRequest = z.object({
  Delete: z.object({
    Object: z
      .array(z.object({ Key: z.string().min(1), ETag: z.string().optional() }))
      .min(1)
      .max(1000),
    Quiet: z.string().optional(),
  }),
})

/** DeleteObjects: up to 1000 keys; a key that is not there counts as deleted. */
export async function deleteObjects(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { name: bucket } = store.catalog.bucket(request.bucket)
  const parsed = DeleteRequest.safeParse(parseXml(await takeCheckedText(request)))
  if (!parsed.success) throw malformedXml()
  const quiet = parsed.data.Delete.Quiet?.trim() === 'true'
  const rows: Xml[] = []
  for (const { Key: key, ETag: etag } of parsed.data.Delete.Object) {
    const refusal = refusalOf(etag, store.catalog.object(bucket, key))
    if (refusal) {
      const { code, message } = refusal
      rows.push(element('Error', elements({ Key: key, Code: code, Message: message })))
      continue
    }
    if (store.catalog.object(bucket, key)) await store.commit({ did: 'delete-object', bucket, key })
    if (!quiet) rows.push(element('Deleted', elements({ Key: key })))
  }
  return xmlAnswer(xmlDocument(element('DeleteResult', rows, s3Namespace)))
}

function refusalOf(
  etag: string | undefined,
  object: ObjectRecord | undefined,
): S3Fault | undefined {
  try {
    checkDelete(etag, object)
    return undefined
  } catch (fault) {
    if (fault instanceof S3Fault) return fault
    throw fault
  }
}
