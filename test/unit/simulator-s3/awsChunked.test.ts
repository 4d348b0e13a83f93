import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import { AwsChunkedDecoder } from '../../../electron/simulator/s3/awsChunked'

const signed = [
  '5;chunk-signature=abc\r\nHello\r\n',
  '8;chunk-signature=def\r\n\r\n world\r\n',
  '0;chunk-signature=ghi\r\n\r\n',
].join('')
const withTrailer =
  'c\r\nHello\r\n worl\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:f00\r\n\r\n'

async function decoded(pieces: readonly Buffer[]) {
  const decoder = new AwsChunkedDecoder()
  const [out] = await Promise.all([text(decoder), pipeline(Readable.from(pieces), decoder)])
  return { out, trailers: Object.fromEntries(decoder.trailers) }
}

const bytewise = (body: string) => [...Buffer.from(body)].map((byte) => Buffer.from([byte]))

describe('the aws-chunked decoder', () => {
  it('takes signed chunks apart, line ends inside the payload included', async () => {
    expect((await decoded([Buffer.from(signed)])).out).toBe('Hello\r\n world')
  })

  it('gives the same when every byte arrives alone', async () => {
    expect((await decoded(bytewise(signed))).out).toBe('Hello\r\n world')
    expect((await decoded(bytewise(withTrailer))).out).toBe('Hello\r\n worl')
  })

  it('keeps the trailing headers', async () => {
    const { trailers } = await decoded([Buffer.from(withTrailer)])
    expect(trailers).toEqual({
      'x-amz-checksum-crc32': 'AAAAAA==',
      'x-amz-trailer-signature': 'f00',
    })
  })

  it('decodes an empty body', async () => {
    expect((await decoded([Buffer.from('0\r\n\r\n')])).out).toBe('')
  })

  it.each([
    ['a body that stops inside a chunk', '5\r\nHel'],
    ['a body without its last chunk', '5\r\nHello\r\n'],
    ['no body at all', ''],
  ])('calls %s incomplete', async (_, body) => {
    await expect(decoded([Buffer.from(body)])).rejects.toMatchObject({ code: 'IncompleteBody' })
  })

  it.each([
    ['a size that is no number', 'xyz\r\nHello\r\n0\r\n\r\n'],
    ['a chunk longer than it said', '3\r\nHello\r\n0\r\n\r\n'],
    ['a line without an end', 'f'.repeat(20_000)],
  ])('refuses %s', async (_, body) => {
    await expect(decoded([Buffer.from(body)])).rejects.toMatchObject({ code: 'InvalidRequest' })
  })
})
