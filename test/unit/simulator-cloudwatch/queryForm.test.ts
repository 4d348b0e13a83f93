import { describe, expect, it } from 'vitest'
import { formOf } from '../../../electron/simulator/kit/queryForm'
import { queryReply } from '../../../electron/simulator/kit/queryXml'

const read = (text: string) => formOf(new URLSearchParams(text))

describe('a form of the query protocol', () => {
  it('is read as structures and lists, in the order of their numbers', () => {
    expect(read('A.member.10.Id=k&A.member.2.Id=b&A.member.2.S.T=x&B=1')).toEqual({
      A: [{ Id: 'b', S: { T: 'x' } }, { Id: 'k' }],
      B: '1',
    })
  })

  it('keeps an empty list as an empty text', () => {
    expect(read('A=')).toEqual({ A: '' })
  })

  it('is not fooled by names of the language', () => {
    expect(read('__proto__.polluted=1&constructor.member.1=x')).toBeDefined()
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })
})

describe('an answer of the query protocol', () => {
  it('wraps, escapes, and leaves out what is not there', () => {
    const { body } = queryReply(
      { action: 'Get', namespace: 'urn:x', requestId: 'r1' },
      { Names: ['<a>', 'b & c'], At: new Date(0), Next: undefined },
    )
    expect(body).toContain(
      '<GetResponse xmlns="urn:x"><GetResult><Names><member>&lt;a&gt;</member><member>b &amp; c</member></Names>' +
        '<At>1970-01-01T00:00:00.000Z</At></GetResult><ResponseMetadata><RequestId>r1</RequestId></ResponseMetadata></GetResponse>',
    )
  })
})
