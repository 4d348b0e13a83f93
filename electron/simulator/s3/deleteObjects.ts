import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { xmlAnswer } from './buckets'
import type { S3Answer, S3Request } from './exchange'
import { malformedXml } from './fault'
import { badDigest } from './intake'
import { runningChecksum } from './checksums'
import type { ObjectStore } from './store'
import { element, elements, parseXml, s3Namespace, xmlDocument } from './xml'

const DeleteRequest = z.object({
  Delete: z.object({
    Object: z
      .array(z.object({ Key: z.string().min(1) }))
      .min(1)
      .max(1000),
    Quiet: z.string().optional(),
  }),
})

/** DeleteObjects: up to 1000 keys; a key that is not there counts as deleted. */
export async function deleteObjects(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const body = await text(request.body)
  checkBody(body, request.headers['content-md5'])
  const parsed = DeleteRequest.safeParse(parseXml(body))
  if (!parsed.success) throw malformedXml()
  const { bucket } = store.catalog.bucket(request.bucket) && request
  const keys = parsed.data.Delete.Object.map(({ Key }) => Key)
  for (const key of keys) {
    if (store.catalog.object(bucket, key)) await store.commit({ did: 'delete-object', bucket, key })
  }
  const quiet = parsed.data.Delete.Quiet?.trim() === 'true'
  const rows = quiet ? [] : keys.map((key) => element('Deleted', elements({ Key: key })))
  return xmlAnswer(xmlDocument(element('DeleteResult', rows, s3Namespace)))
}

function checkBody(body: string, contentMd5: string | undefined): void {
  if (contentMd5 === undefined) return
  const md5 = runningChecksum('md5')
  md5.update(Buffer.from(body))
  if (md5.end().toString('base64') !== contentMd5) throw badDigest('Content-MD5')
}
